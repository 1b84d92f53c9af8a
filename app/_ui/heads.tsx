export type Head = {
  text: string;
  num?: boolean;
  title?: string;
  className?: string;
  /** On a phone: the head of what shares its cells. */
  below?: string | undefined;
};

/** The heads of a table: one row, numbers to the right. */
export function Heads({ heads }: { heads: readonly Head[] }) {
  return (
    <thead>
      <tr>
        {heads.map(({ text, num = false, title, className = '', below }) => (
          <th key={text} scope="col" title={title} className={`${num ? 'num' : ''} ${className}`}>
            {text}
            {below !== undefined && <span className="block md:hidden">{below}</span>}
          </th>
        ))}
      </tr>
    </thead>
  );
}
