import { direction, percentChange } from './format.ts';

const LOOK = {
  up: { arrow: '▲', tone: 'text-dear', word: 'up' },
  down: { arrow: '▼', tone: 'text-cheap', word: 'down' },
  flat: { arrow: '', tone: 'text-faint', word: 'unchanged' },
} as const;

/** A change of price as a cell of a table; an unknown one in words. */
export function ChangeCell({ fraction, className = '' }: { fraction: number | null; className?: string }) {
  return (
    <td className={`num ${className}`}>
      {fraction === null ? (
        <span className="text-faint" title="The price then is not known">
          not known
        </span>
      ) : (
        <ChangeText fraction={fraction} />
      )}
    </td>
  );
}

/** A change of price: arrow, sign and colour say the same, so that any one of them is enough. */
export function ChangeText({ fraction }: { fraction: number }) {
  const look = LOOK[direction(fraction)];
  return (
    <span className={`whitespace-nowrap ${look.tone}`}>
      {look.arrow !== '' && (
        <span aria-hidden="true" className="mr-1 text-[0.65em] align-[0.12em]">
          {look.arrow}
        </span>
      )}
      {percentChange(fraction)}
    </span>
  );
}
