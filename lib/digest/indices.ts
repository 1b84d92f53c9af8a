import { usd } from '#lib/domain/money.ts';
import { median } from '#lib/series/stats.ts';
import type { DigestSection } from './document.ts';
import type { DigestFacts } from './facts.ts';
import { byMove, change, inFives, moved, rankText, sparkText } from './figures.ts';

/** Micro-dollars per accelerator-hour of one pool that has a price now; `days` are those of the whole instance. */
type Price = {
  now: number;
  before: number | null;
  month: number | null;
  days: readonly (number | null)[];
  accelerators: number;
};

/** What an hour of one accelerator costs: the median over the pools that had a price at both ends, else over all. */
export type Index = {
  accelerator: string;
  now: number;
  before: number | null;
  pools: number;
  prices: readonly Price[];
};

export function indices({ types, pools }: DigestFacts): Index[] {
  const counts = new Map(types.map((type) => [type.name, type]));
  const groups = new Map<string, Price[]>();
  for (const { type, now, before, month, days } of pools) {
    const known = counts.get(type);
    if (now === null || known === undefined || known.accelerators <= 0) continue;
    const per = (value: number | null) => (value === null ? null : value / known.accelerators);
    const price = {
      ...{ now: now / known.accelerators, before: per(before), month: per(month) },
      ...{ days, accelerators: known.accelerators },
    };
    const group = groups.get(known.accelerator);
    if (group === undefined) groups.set(known.accelerator, [price]);
    else group.push(price);
  }
  return [...groups].map(([accelerator, prices]) => {
    const both = prices.filter(({ before }) => before !== null);
    const ends = both.length > 0 ? both : prices;
    const now = median(ends.map((price) => price.now)) ?? 0;
    const before = median(both.map((price) => price.before ?? 0)) ?? null;
    return { accelerator, now, before, pools: ends.length, prices };
  });
}

/** The month ago and now, over the pools that had a price at both; undefined where none had. */
function sinceMonth(prices: readonly Price[]): { now: number; then: number } | undefined {
  const both = prices.filter(({ month }) => month !== null);
  const now = median(both.map((price) => price.now));
  const then = median(both.map(({ month }) => month ?? 0));
  return now === undefined || then === undefined ? undefined : { now, then };
}

/**
 * Where the index stood at the end of each day, and last where it stands: each day is held against now over the same
 * pools, so that a zone that comes or goes moves nothing.
 */
function levels({ now, prices }: Index): (number | null)[] {
  const length = Math.max(...prices.map(({ days }) => days.length));
  // In order of what they cost now, and in plain arrays of numbers: thousands of pools over 90 days.
  const sorted = prices.toSorted((a, b) => a.now - b.now);
  const [nows, thens] = [new Float64Array(sorted.length), new Float64Array(sorted.length)];
  const past = Array.from({ length }, (_, day) => {
    let known = 0;
    for (const price of sorted) {
      const then = price.days[day];
      if (then == null) continue;
      nows[known] = price.now;
      thens[known++] = then / price.accelerators;
    }
    if (known === 0) return null;
    const level = middleOf(nows, known);
    return level === 0 ? null : now * (middleOf(thens.subarray(0, known).sort(), known) / level);
  });
  return [...past, now];
}

/** The median of the first `length` of an array that is sorted. */
const middleOf = (sorted: Float64Array, length: number) =>
  ((sorted[length >> 1] ?? 0) + (sorted[(length - 1) >> 1] ?? 0)) / 2;

const ON_A_PHONE: Pick<DigestSection, 'narrow' | 'beneath'> = {
  narrow: [0, 1, 2, 4],
  beneath: [
    [0, 5],
    [2, 3],
  ],
};

export function indexSection(facts: DigestFacts): DigestSection {
  const rows = indices(facts).toSorted((a, b) => b.now - a.now);
  return {
    title: 'What an accelerator costs on spot',
    note: 'Median $/accelerator-hour over pools with a price at both ends of the time; 30 d and each day: over those with one then and now. Lower days: of 90 instants, the ends of 89 UTC days and now, those at which it was lower. 90 days: the lowest of every five. Source: EC2 spot price history.',
    heads: ['Accelerator', 'Now', 'Change', '30 d', 'Lower days', '90 days', 'Pools'],
    numbers: [1, 2, 3, 4, 6],
    ...ON_A_PHONE,
    brief: '{0} {1}/accelerator-h, change {2}, 30 d {3}, lower on {4} days {5}',
    leads: byMove(rows.map(({ now, before }) => moved(now, before))),
    rows: rows.map(rowOf),
    hidden: 0,
  };
}

function rowOf(index: Index): DigestSection['rows'][number] {
  const { accelerator, now, before, pools, prices } = index;
  const month = sinceMonth(prices);
  const days = levels(index);
  return {
    cells: [
      ...[accelerator, usd(now), change(now, before), change(month?.now ?? null, month?.then ?? null)],
      ...[rankText(now, days), sparkText(inFives(days)), String(pools)],
    ],
    path: `/?q=${encodeURIComponent(accelerator)}`,
  };
}
