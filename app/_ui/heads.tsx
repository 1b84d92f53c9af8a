export type Head = { text: string; num?: boolean; title?: string; className?: string };

/** The heads of a table: one row, numbers to the right. */
export function Heads({ heads }: { heads: readonly Head[] }) {
  return (
    <thead>
      <tr>
        {heads.map(({ text, num = false, title, className = '' }) => (
          <th key={text} scope="col" title={title} className={`${num ? 'num' : ''} ${className}`}>
            {text}
          </th>
        ))}
      </tr>
    </thead>
  );
}
