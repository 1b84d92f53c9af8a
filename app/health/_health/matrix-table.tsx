import { isFilled, type RegionProgress } from '#app/_board/progress.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { OUTCOMES } from '#lib/domain/outcome.ts';
import { collectorNames } from '#lib/health/collector-names.ts';
import { SHORT_WORDS, ShortCell } from './cell.tsx';
import { isTroubled, type Matrix, type MatrixRow } from './matrix-model.ts';

/** Collectors across, regions down: what came of the last look, and how old the last complete one is. */
export function MatrixTable({ matrix }: { matrix: Matrix }) {
  return (
    <div id="history">
      <Legend />
      <Wide matrix={matrix} />
      <Narrow matrix={matrix} />
      {matrix.disabled.length > 0 && (
        <p className="pt-3 text-faint">
          Not enabled for this account, so not asked: {matrix.disabled.join(', ')}
        </p>
      )}
    </div>
  );
}

function Legend() {
  return (
    <p className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-[12px]">
      {OUTCOMES.map((outcome) => (
        <OutcomeMark key={outcome} outcome={outcome} words={SHORT_WORDS[outcome]} />
      ))}
    </p>
  );
}

function Wide({ matrix }: { matrix: Matrix }) {
  return (
    <Scroll label="Outcomes by region and collector" className="overflow-x-auto max-sm:hidden">
      <table className="grid-table !w-auto [&_td]:pr-4 [&_th]:pr-4">
        <caption className="sr-only">What came of the last looks, by region and collector</caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            {matrix.collectors.map((collector) => (
              <th key={collector} scope="col">
                <abbr title={collectorNames(collector).full} className="no-underline">
                  {collectorNames(collector).short}
                </abbr>
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
    </Scroll>
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
          <ShortCell cell={row.cells[index] ?? null} />
        </td>
      ))}
      {matrix.hasHistory && (
        <td>
          <History progress={row.history} />
        </td>
      )}
    </tr>
  );
}

/** On a phone a region is a line: what is in trouble by name, the rest as a number. */
function Narrow({ matrix }: { matrix: Matrix }) {
  return (
    <ul className="sm:hidden">
      {matrix.rows.map((row) => (
        <li key={row.region} className="border-line border-t py-2">
          <span className="flex flex-wrap items-center justify-between gap-x-3">
            <span className="font-semibold">{row.region}</span>
            {matrix.hasHistory && <History progress={row.history} />}
          </span>
          <NarrowCells row={row} collectors={matrix.collectors} />
        </li>
      ))}
    </ul>
  );
}

function NarrowCells({ row, collectors }: { row: MatrixRow; collectors: readonly string[] }) {
  const asked = row.cells.flatMap((cell, index) =>
    cell === null ? [] : [{ cell, name: collectorNames(collectors[index] ?? '').full }],
  );
  const troubled = asked.filter(({ cell }) => isTroubled(cell));
  const waiting = asked.filter(({ cell }) => cell.outcome === 'never' && !isTroubled(cell)).length;
  const fine = asked.length - troubled.length - waiting;
  return (
    <>
      {troubled.map(({ name, cell }) => (
        <span key={name} className="flex flex-wrap justify-between gap-x-3">
          {name} <ShortCell cell={cell} />
        </span>
      ))}
      <span className="flex flex-wrap gap-x-4 text-[12px]">
        {fine > 0 && <OutcomeMark outcome="value" words={`${fine} complete`} />}
        {waiting > 0 && <OutcomeMark outcome="never" words={`${waiting} not yet`} />}
      </span>
    </>
  );
}

function History({ progress }: { progress: RegionProgress | null }) {
  if (progress === null) return <span className="whitespace-nowrap text-faint">no history</span>;
  const goal = Math.round(progress.goalDays);
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-soft">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-10" aria-hidden="true">
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
