/** The mark of a line beside its name; dots from the ninth on, as in the chart. */
export function Swatch({ index }: { index: number }) {
  return (
    <svg viewBox="0 0 16 8" className="mr-2 inline-block h-2 w-4" aria-hidden="true">
      <path
        d="M0 4H16"
        stroke={`var(--line-${(index % 8) + 1})`}
        strokeWidth="2.5"
        {...(index >= 8 && { strokeDasharray: '2 2' })}
      />
    </svg>
  );
}
