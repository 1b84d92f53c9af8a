/** The mark of a line beside its name; dots from the ninth on and grey dashes for on-demand, as in the chart. */
export function Swatch({ index, dashed = false }: { index: number; dashed?: boolean }) {
  const dash = dashed ? '5 3' : index >= 8 ? '2 2' : undefined;
  return (
    <svg viewBox="0 0 16 8" className="mr-2 inline-block h-2 w-4" aria-hidden="true">
      <path
        d="M0 4H16"
        stroke={dashed ? 'var(--faint)' : `var(--line-${(index % 8) + 1})`}
        strokeWidth="2.5"
        {...(dash !== undefined && { strokeDasharray: dash })}
      />
    </svg>
  );
}
