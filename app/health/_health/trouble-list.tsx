import { collectorNames } from '#lib/health/collector-names.ts';
import { Cell } from './cell.tsx';
import type { Trouble } from './matrix-model.ts';

/** What is in trouble and where, in AWS's own words; one line for all regions of one kind. */
export function TroubleList({ troubles, regions }: { troubles: readonly Trouble[]; regions: number }) {
  return (
    <ul className="max-w-5xl">
      {troubles.map((trouble) => (
        <Line
          key={`${trouble.collector} ${trouble.cell.outcome} ${trouble.regions[0]}`}
          trouble={trouble}
          where={whereWords(trouble.regions, regions)}
        />
      ))}
    </ul>
  );
}

/** As many regions as can be read at a glance. */
const NAMED = 6;

function whereWords(regions: readonly string[], all: number): string {
  if (regions.length === all && all > 1) return 'in every region';
  if (regions.length <= NAMED) return regions.join(', ');
  return `${regions.slice(0, NAMED).join(', ')} and ${regions.length - NAMED} more`;
}

function Line({ trouble: { collector, cell }, where }: { trouble: Trouble; where: string }) {
  return (
    <li className="grid gap-x-4 border-line border-t py-1.5 sm:grid-cols-[9.5rem_1fr]">
      <span className="font-semibold">{collectorNames(collector).full}</span>
      <span className="min-w-0">
        <span className="flex flex-wrap gap-x-3">
          <Cell cell={cell} />
          <span>{where}</span>
        </span>
        {cell.errorText !== null && (
          <span className="block text-[12px] text-soft [overflow-wrap:anywhere]">{cell.errorText}</span>
        )}
      </span>
    </li>
  );
}
