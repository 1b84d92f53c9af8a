import { groupBy } from '#lib/domain/group.ts';
import { DAY } from '#lib/domain/time.ts';
import { chipOf, countOf } from './accelerators.ts';
import type { Week } from './calendar.ts';
import { type ExpectedSection, ranked } from './expected.ts';
import { at, type RecordedPool } from './recording.ts';
import { expectedPictures } from './recount-pictures.ts';
import { dollars, letters, middle, move } from './words.ts';

/** A pool as of an issue. */
export type Pool = { pool: RecordedPool; now: number | null; before: number | null; month: number | null };

export function poolsOf(pools: readonly RecordedPool[], { from, to }: Week): Pool[] {
  return pools.map((pool) => ({
    pool,
    now: at(pool.turns, to) ?? null,
    before: at(pool.turns, from) ?? null,
    month: at(pool.turns, to - 30 * DAY) ?? null,
  }));
}

export type Index = { name: string; now: number; before: number | null; month: string; pools: number };

/** What an hour of each accelerator costs: the middle one of the pools with a price at both ends, else of all. */
export function indicesOf(pools: readonly Pool[]): Index[] {
  const names = [...new Set(pools.map(({ pool }) => chipOf(pool.type).name))];
  return names.flatMap((name) => {
    const priced = pools.filter(({ pool, now }) => chipOf(pool.type).name === name && now !== null);
    const both = priced.filter(({ before }) => before !== null);
    const counted = both.length > 0 ? both : priced;
    if (counted.length === 0) return [];
    const per = (price: number | null, { pool }: Pool) => (price ?? 0) / countOf(pool.type);
    return {
      name,
      now: middle(counted.map((one) => per(one.now, one))),
      before: both.length > 0 ? middle(both.map((one) => per(one.before, one))) : null,
      month: monthOf(
        priced.map((one) => [per(one.now, one), one.month === null ? null : per(one.month, one)]),
      ),
      pools: counted.length,
    };
  });
}

/** Of pools with a price now and then: the middle one now against the middle one then. */
function monthOf(pairs: readonly [number, number | null][]): string {
  const both = pairs.filter(([, then]) => then !== null);
  if (both.length === 0) return 'not known';
  return move(middle(both.map(([now]) => now)), middle(both.map(([, then]) => then ?? 0)));
}

export function expectedIndices(pools: readonly Pool[]): ExpectedSection {
  return {
    title: 'What an accelerator costs on spot',
    note: 'Median $/accelerator-hour over pools with a price at both ends of the time; 30 d: over those with one 30 days ago. Source: EC2 spot price history.',
    heads: ['Accelerator', 'Now', 'Change', '30 d', 'Pools'],
    rows: ranked(
      indicesOf(pools),
      ({ now }) => now,
      ({ name, now, before, month, pools: count }) => [
        [name, dollars(now), move(now, before), month, String(count)],
      ],
    ),
    hidden: 0,
  };
}

const lowest = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** The lowest price that held for some time of each of the 90 UTC days up to the end, the newest last. */
function lowsOf(pools: readonly Pool[], { to }: Week): (number | null)[] {
  const first = Math.floor((to - 1) / DAY) - 89;
  const lows = new Array<number>(90).fill(Number.POSITIVE_INFINITY);
  for (const { pool } of pools) {
    for (const [index, { at: from, value }] of pool.turns.entries()) {
      const until = Math.min(pool.turns[index + 1]?.at ?? to, to);
      if (value === null || until <= from || until <= first * DAY) continue;
      const days = { from: Math.max(first, Math.floor(from / DAY)), to: Math.floor((until - 1) / DAY) };
      for (let day = days.from; day <= days.to; day++)
        lows[day - first] = Math.min(lows[day - first] ?? 0, value);
    }
  }
  return lows.map((low) => (Number.isFinite(low) ? low : null));
}

export function expectedTypes(pools: readonly Pool[], week: Week): ExpectedSection {
  const types = groupBy(pools, ({ pool }) => pool.type);
  const priced = [...types].flatMap(([type, own]) => {
    const now = lowest(own.map((one) => one.now));
    return now === null ? [] : [{ type, own, now }];
  });
  const rows = ranked(
    priced,
    ({ now }) => now,
    ({ type, own, now }) => {
      const lows = lowsOf(own, week);
      const known = lows.filter((low) => low !== null);
      const zones = own.filter((one) => one.now === now).map(({ pool }) => pool.zone);
      return zones.map((zone) => [
        ...[type, dollars(now), dollars(now / countOf(type)), zone],
        ...[move(now, lowest(own.map((one) => one.before))), move(now, lowest(own.map((one) => one.month)))],
        ...[`${known.filter((low) => low < now).length} of ${known.length}`, letters(lows)],
      ]);
    },
  );
  return {
    title: 'Cheapest spot of each type',
    note: 'The lowest price of all watched zones. Lower days: of the last 90 UTC days, those on which it fell below the present price at some time. Source: EC2 spot price history.',
    heads: ['Type', '$/h', '$/accelerator-h', 'Where', 'Change', '30 d', 'Lower days', '90 days'],
    rows: rows.slice(0, 15),
    hidden: Math.max(0, rows.length - 15),
    pictures: expectedPictures(
      priced.map(({ type, own, now }) => ({
        ...{ type, now, before: lowest(own.map((one) => one.before)), lows: lowsOf(own, week) },
      })),
      week,
    ),
  };
}

export function expectedMovers(pools: readonly Pool[]): ExpectedSection {
  const both = pools.flatMap(({ pool, now, before }) =>
    now === null || before === null ? [] : [{ pool, now, before }],
  );
  // In whole numbers: a move of exactly 1 % is one.
  const all = both.filter(({ now, before }) => Math.abs(now - before) * 100 >= before);
  const cells = ({ pool, now, before }: (typeof both)[number]) => [
    [pool.type, pool.zone, dollars(before), dollars(now), move(now, before)],
  ];
  const up = all.filter(({ now, before }) => now > before);
  const down = all.filter(({ now, before }) => now < before);
  const rows = [
    ...ranked(up, ({ now, before }) => now / before, cells).slice(0, 5),
    ...ranked(down, ({ now, before }) => -now / before, cells).slice(0, 5),
  ];
  return {
    title: 'Pools that moved most',
    note: `${all.length} of ${both.length} pools moved by 1 % or more. $/h at the beginning and at the end. Source: EC2 spot price history.`,
    heads: ['Type', 'Zone', 'Before', 'Now', 'Change'],
    rows,
    hidden: all.length - rows.length,
  };
}
