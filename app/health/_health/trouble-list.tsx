import { collectorNames } from '#lib/health/collector-names.ts';
import { Cell } from './cell.tsx';
import type { Trouble } from './matrix-model.ts';

/** What is in trouble and where, in AWS's own words; one line for all regions of one kind. */
export function TroubleList({ troubles }: { troubles: readonly Trouble[] }) {
  return (
    <ul className="max-w-5xl">
      {troubles.map((trouble) => (
        <Line key={`${trouble.collector} ${trouble.cell.outcome} ${trouble.regions[0]}`} trouble={trouble} />
      ))}
    </ul>
  );
}

function Line({ trouble: { collector, regions, cell } }: { trouble: Trouble }) {
  return (
    <li className="grid gap-x-4 border-line border-t py-1.5 sm:grid-cols-[9.5rem_1fr]">
      <span className="font-semibold">{collectorNames(collector).full}</span>
      <span className="min-w-0">
        <span className="flex flex-wrap gap-x-3">
          <Cell cell={cell} />
          <span>{regions.join(', ')}</span>
        </span>
        {cell.errorText !== null && (
          <span className="block text-[12px] text-soft [overflow-wrap:anywhere]">{cell.errorText}</span>
        )}
      </span>
    </li>
  );
}
