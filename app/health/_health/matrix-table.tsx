import { isFilled, type RegionProgress } from '#app/_board/progress.ts';
import { Age } from '#app/_ui/clock.client.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { outcomeWords } from '#lib/domain/outcome.ts';
import { isSound, type Matrix, type MatrixCell, type MatrixRow } from './matrix-model.ts';

/** The collectors in words. */
const NAMES: Record<string, string> = {
  'spot-price': 'Spot prices',
  'on-demand-price': 'On-demand prices',
  'instance-type': 'Instance types',
  region: 'Regions and zones',
  quota: 'Quotas',
  'quota-usage': 'Quota use',
};

export function collectorName(collector: string): string {
  return NAMES[collector] ?? collector;
}

/** Collectors across, regions down: what came of the last look, and how old the last complete one is. */
export function MatrixTable({ matrix }: { matrix: Matrix }) {
  return (
    <div className="overflow-x-auto" id="history">
      <table className="grid-table !w-auto [&_td]:pr-8 [&_th]:pr-8">
        <caption className="sr-only">What came of the last looks, by region and collector</caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            {matrix.collectors.map((collector) => (
              <th key={collector} scope="col">
                {collectorName(collector)}
              </th>
            ))}
            {matrix.hasHistory && <th scope="col">Spot history</th>}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <Row key={row.region} row={row} matrix={matrix} />
          ))}
        </tbody>
      </table>
      {matrix.disabled.length > 0 && (
        <p className="px-2 pt-3 text-faint">
          Not enabled for this account, so not asked: {matrix.disabled.join(', ')}
        </p>
      )}
    </div>
  );
}

function Row({ row, matrix }: { row: MatrixRow; matrix: Matrix }) {
  return (
    <tr>
      <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
        {row.region}
      </th>
      {matrix.collectors.map((collector, index) => (
        <td key={collector}>
          <Cell cell={row.cells[index] ?? null} />
        </td>
      ))}
      {matrix.hasHistory && (
        <td>
          {row.history === null ? (
            <span className="text-faint">no history</span>
          ) : (
            <History progress={row.history} />
          )}
        </td>
      )}
    </tr>
  );
}

export function Cell({ cell }: { cell: MatrixCell | null }) {
  if (cell === null) return <span className="text-faint">not watched</span>;
  const words = cell.outcome === 'value' ? 'complete' : outcomeWords(cell.outcome);
  const aged = cell.state === 'late' || (cell.state === 'failing' && isSound(cell));
  return (
    <span className="block">
      <span className="inline-flex flex-wrap items-baseline gap-x-2">
        <OutcomeMark outcome={cell.outcome} words={words} />
        <span className={aged ? 'text-warn' : 'text-faint'}>
          {cell.lastCompleteAt === null ? (
            cell.lastLookAt !== null && 'never complete'
          ) : (
            <Age at={cell.lastCompleteAt} />
          )}
          {cell.state === 'late' && ', late'}
          {cell.state === 'failing' && cell.lastCompleteAt !== null && ', too old'}
        </span>
      </span>
      {cell.errorText !== null && !isSound(cell) && (
        <span className="block max-w-md text-[12px] text-soft">{cell.errorText}</span>
      )}
    </span>
  );
}

function History({ progress }: { progress: RegionProgress }) {
  const goal = Math.round(progress.goalDays);
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-soft">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-16" aria-hidden="true">
        <rect width="100" height="4" className="fill-line" />
        <rect
          width={progress.share * 100}
          height="4"
          className={isFilled(progress) ? 'fill-cheap' : 'fill-accent'}
        />
      </svg>
      {isFilled(progress) ? `${goal} days` : `${Math.floor(progress.days)} of ${goal} days`}
    </span>
  );
}
