import { readPlanQualifier } from '#lib/savings/plan.ts';
import { cutUnknown } from '#lib/series/cut.ts';
import { lowestOf } from '#lib/series/lowest.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../client.ts';
import { pointsSince } from './board.ts';
import { standingOf } from './looks.ts';
import { prepared } from './prepared.ts';

/** Another way to buy a type in a region over time: micro-dollars for one instance for an hour. */
export type OverlaySeries = {
  kind: 'on-demand' | 'savings-plan' | 'capacity-block';
  name: string;
  region: string;
  points: TimedValue[];
};

type Asked = { type: string; regions: readonly string[]; from: number };

/**
 * What a type costs otherwise in the given regions, each led by the price in force at `from`: on-demand, the cheapest
 * savings plan of each term, and the cheapest Capacity Block that was on sale, of any size and length.
 */
export function overlaySeries(db: Db, asked: Asked & { accelerators: number }): OverlaySeries[] {
  const { accelerators } = asked;
  const blocks = accelerators > 0 ? readKnown(db, 'block-price', 'capacity-block', asked) : [];
  return [
    ...gathered(readSeries(db, 'on-demand', asked), 'on-demand', ({ qualifier }) =>
      qualifier === 'Linux' ? 'on-demand' : undefined,
    ),
    ...gathered(readKnown(db, 'savings-plan', 'savings-plan', asked), 'savings-plan', ({ qualifier }) => {
      const term = readPlanQualifier(qualifier)?.term;
      return term === undefined ? undefined : `plan ${term}`;
    }),
    // The stored price of a block is that of one accelerator.
    ...gathered(blocks, 'capacity-block', () => 'block', accelerators),
  ];
}

type Stored = { region: string; qualifier: string; points: TimedValue[] };

const SERIES = `SELECT id, region, qualifier FROM series WHERE kind = @kind AND instance_type = @type AND zone_id = ''
  AND region IN (SELECT value FROM json_each(@regions)) ORDER BY region, qualifier`;

function readSeries(db: Db, kind: string, { type, regions, from }: Asked): Stored[] {
  const rows = prepared(db, SERIES).all({ kind, type, regions: JSON.stringify(regions) }) as [
    number,
    string,
    string,
  ][];
  const points = pointsSince(
    db,
    rows.map(([id]) => id),
    from,
  );
  return rows.map(([id, region, qualifier]) => ({ region, qualifier, points: points.get(id) ?? [] }));
}

/** Series of a source whose looks tell for what time they are known. */
function readKnown(db: Db, kind: string, collector: string, asked: Asked): Stored[] {
  const standings = standingOf(db, collector);
  return readSeries(db, kind, asked).map((series) => {
    const { known } = standings({ region: series.region, type: asked.type, product: series.qualifier });
    return { ...series, points: cutUnknown(series.points, known, asked.from) };
  });
}

/** One line for each region and name; where several series go by one name it is the lowest of them. */
function gathered(
  series: readonly Stored[],
  kind: OverlaySeries['kind'],
  nameOf: (series: Stored) => string | undefined,
  times = 1,
): OverlaySeries[] {
  const groups = new Map<string, { name: string; region: string; all: TimedValue[][] }>();
  for (const one of series) {
    const name = nameOf(one);
    if (name === undefined || one.points.length === 0) continue;
    const key = `${one.region} ${name}`;
    const group = groups.get(key) ?? { name, region: one.region, all: [] };
    group.all.push(one.points);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ name, region, all }) => ({
    ...{ kind, name, region },
    points: lowestOf(all).map(({ at, value }) => ({ at, value: value === null ? null : value * times })),
  }));
}
