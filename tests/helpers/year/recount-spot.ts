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

export type Index = {
  name: string;
  now: number;
  before: number | null;
  month: string;
  pools: number;
  priced: readonly Pool[];
};

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
      priced,
    };
  });
}

/** Of pools with a price now and then: the middle one now against the middle one then. */
function monthOf(pairs: readonly [number, number | null][]): string {
  const both = pairs.filter(([, then]) => then !== null);
  if (both.length === 0) return 'not known';
  return move(middle(both.map(([now]) => now)), middle(both.map(([, then]) => then ?? 0)));
}

/**
 * Where an index stood as each of the 89 UTC days before the last ended, and where it stands: as many times what it is
 * now as the middle of the pools with a price then and now was of their middle now.
 */
function daysOf({ now, priced }: Index, { to }: Week): (number | null)[] {
  const today = Math.floor((to - 1) / DAY);
  const past = Array.from({ length: 89 }, (_, index) => {
    const end = (today - 88 + index) * DAY - 1;
    const both = priced.filter(({ pool }) => at(pool.turns, end) != null);
    if (both.length === 0) return null;
    const chips = ({ pool }: Pool) => countOf(pool.type);
    const then = middle(both.map((one) => (at(one.pool.turns, end) ?? 0) / chips(one)));
    return (now * then) / middle(both.map((one) => (one.now ?? 0) / chips(one)));
  });
  return [...past, now];
}

/** Days at which it was lower; a ten-thousand-millionth is how a quotient was rounded. */
function lowerText(now: number, days: readonly (number | null)[]): string {
  const known = days.filter((day) => day !== null);
  return `${known.filter((day) => day < now * (1 - 1e-10)).length} of ${known.length}`;
}

export function expectedIndices(pools: readonly Pool[], week: Week): ExpectedSection {
  return {
    title: 'What an accelerator costs on spot',
    note: 'Median $/accelerator-hour over pools with a price at both ends of the time; 30 d and each day: over those with one then and now. Lower days: of 90 instants, the ends of 89 UTC days and now, those at which it was lower. 90 days: the lowest of every five. Source: EC2 spot price history.',
    heads: ['Accelerator', 'Now', 'Change', '30 d', 'Lower days', '90 days', 'Pools'],
    rows: ranked(
      indicesOf(pools),
      ({ now }) => now,
      (index) => {
        const { name, now, before, month, pools: count } = index;
        const days = daysOf(index, week);
        const place = [lowerText(now, days), letters(days)];
        return [[name, dollars(now), move(now, before), month, ...place, String(count)]];
      },
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
    note: 'The lowest price of all watched zones. Lower days: of the last 90 UTC days, those on which it fell below the present price at some time. 90 days: the lowest of every five. Source: EC2 spot price history.',
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
