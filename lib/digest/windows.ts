import { usd } from '#lib/domain/money.ts';
import { HOUR } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { lowestOf } from '#lib/series/lowest.ts';
import { type SlotMean, slotMeans } from '#lib/series/slots.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { DigestSection } from './document.ts';
import type { DigestFacts } from './facts.ts';
import { change, when } from './figures.ts';

const WINDOW = 6 * HOUR;
const MOST_TYPES = 8;
/** Windows that differ by less are alike. */
const WORTH_TELLING = 0.01;

/** What the cheapest pool of a type cost on average over every whole window of six hours. */
export function windowsOf(pools: readonly (readonly TimedValue[])[], time: Span): SlotMean[] {
  return slotMeans(lowestOf(pools), time, WINDOW).filter(({ knownMs }) => knownMs === WINDOW);
}

type Ends = { type: string; best: SlotMean; worst: SlotMean; spread: number };

/** When it was cheapest to run, and when dearest: of the types for which that made a difference. */
export function windowSection({ windows }: DigestFacts): DigestSection {
  const found = [...windows].flatMap(([type, means]) => endsOf(type, means) ?? []);
  const telling = found.filter(({ spread }) => spread >= WORTH_TELLING).sort((a, b) => b.spread - a.spread);
  return {
    title: 'Best and worst hours',
    note: `Mean of the lowest price of all watched zones, $/h, over whole windows of six hours from the time told, UTC. ${telling.length} of ${found.length} types differ by 1 % or more. Source: EC2 spot price history.`,
    heads: ['Type', 'Best from', '$/h', 'Worst from', '$/h then', 'Dearer by'],
    numbers: [2, 4, 5],
    narrow: [0, 1, 2, 5],
    rows: telling.slice(0, MOST_TYPES).map(rowOf),
    hidden: Math.max(0, telling.length - MOST_TYPES),
  };
}

function endsOf(type: string, means: readonly SlotMean[]): Ends | undefined {
  const sorted = means.toSorted((a, b) => a.mean - b.mean || a.at - b.at);
  const best = sorted[0];
  const worst = sorted.find(({ mean }) => mean === sorted.at(-1)?.mean);
  if (best === undefined || worst === undefined || best.mean <= 0) return undefined;
  return { type, best, worst, spread: worst.mean / best.mean - 1 };
}

function rowOf({ type, best, worst }: Ends): DigestSection['rows'][number] {
  const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
  return {
    cells: [
      type,
      when(best.at),
      usd(best.mean),
      when(worst.at),
      usd(worst.mean),
      change(worst.mean, best.mean),
    ],
    path: `/types/${type}?from=${minute(best.at)}&to=${minute(best.at + WINDOW)}`,
  };
}
