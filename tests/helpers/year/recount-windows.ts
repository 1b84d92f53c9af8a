import { groupBy } from '#lib/domain/group.ts';
import { HOUR } from '#lib/domain/time.ts';
import type { Week } from './calendar.ts';
import { type ExpectedSection, ranked } from './expected.ts';
import { at } from './recording.ts';
import type { Pool } from './recount-spot.ts';
import { dollars, moment, move } from './words.ts';

const WINDOW = 6 * HOUR;

/** What the cheapest pool cost on average over a window; undefined where none had a price for a part of it. */
function meanOf(pools: readonly Pool[], from: number, to: number): number | undefined {
  const turns = pools.flatMap(({ pool }) => pool.turns.map((turn) => turn.at));
  const edges = [...new Set([from, ...turns.filter((turn) => turn > from && turn < to), to])].sort(
    (a, b) => a - b,
  );
  let sum = 0;
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const prices = pools.flatMap(({ pool }) => at(pool.turns, start) ?? []);
    if (prices.length === 0) return undefined;
    sum += Math.min(...prices) * ((edges[index + 1] ?? to) - start);
  }
  return sum / (to - from);
}

type Ends = { type: string; best: [number, number]; worst: [number, number] };

function endsOf(type: string, pools: readonly Pool[], { from, to }: Week): Ends | undefined {
  const means: [number, number][] = [];
  for (let start = Math.ceil(from / WINDOW) * WINDOW; start + WINDOW <= to; start += WINDOW) {
    const mean = meanOf(pools, start, start + WINDOW);
    if (mean !== undefined) means.push([start, mean]);
  }
  const values = means.map(([, mean]) => mean);
  const best = means.find(([, mean]) => mean === Math.min(...values));
  const worst = means.find(([, mean]) => mean === Math.max(...values));
  return best === undefined || worst === undefined ? undefined : { type, best, worst };
}

/** When in the week the cheapest pool of a type cost least, and when most. */
export function expectedWindows(pools: readonly Pool[], week: Week): ExpectedSection {
  const all = [...groupBy(pools, ({ pool }) => pool.type)].flatMap(
    ([type, own]) => endsOf(type, own, week) ?? [],
  );
  const spread = ({ best, worst }: Ends) => worst[1] / best[1] - 1;
  const telling = all.filter((one) => spread(one) >= 0.01);
  return {
    title: 'Best and worst hours',
    note: `Mean of the lowest price of all watched zones, $/h, over whole windows of six hours from the time told, UTC. ${telling.length} of ${all.length} types differ by 1 % or more. Source: EC2 spot price history.`,
    heads: ['Type', 'Best from', '$/h', 'Worst from', '$/h then', 'Dearer by'],
    rows: ranked(telling, spread, ({ type, best, worst }) => [
      [type, moment(best[0]), dollars(best[1]), moment(worst[0]), dollars(worst[1]), move(worst[1], best[1])],
    ]).slice(0, 8),
    hidden: Math.max(0, telling.length - 8),
  };
}
