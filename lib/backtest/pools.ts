import { DAY, dayOf } from '#lib/domain/time.ts';
import type { Finding, PoolReading, PricedPool, RuleKind } from '#lib/rules/types.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type TimedValue, valueAt } from '#lib/series/timeline.ts';

/** What is on record of the pools of one region; points sorted by time, the first may lie before the time. */
export type PoolPast = {
  region: string;
  pools: readonly (Omit<PricedPool, 'priceMicro' | 'changedAt' | 'confirmedAt'> & {
    points: readonly TimedValue[];
    /** Mean price by day since 1970, for days that had one. */
    daily: ReadonlyMap<number, number>;
  })[];
  onDemand: ReadonlyMap<string, readonly TimedValue[]>;
};

type Past = PoolPast['pools'][number];
type PoolKind = RuleKind<unknown, 'pools'>;

/** The looks at which anything about these pools may change: prices, windows that pass, days that end. */
export function poolInstants(
  pools: readonly Past[],
  needs: ReturnType<PoolKind['needs']>,
  time: Span,
  intervalMs: number,
): number[] {
  const found = new Set(endsOf(time, intervalMs));
  const add = (at: number) => {
    const look = snap(at, intervalMs);
    if (look >= time.from && look <= time.to) found.add(look);
  };
  for (const { points, known } of pools) {
    for (const { at } of points) {
      add(at);
      for (const window of needs.windowsMs) add(at + window);
    }
    for (const { from, to } of known) {
      add(from);
      add(to + 1);
      for (const window of needs.windowsMs) {
        add(from + window);
        add(to + window + 1);
      }
    }
  }
  if ((needs.historyDays ?? []).length > 0)
    for (let day = dayOf(time.from); day <= dayOf(time.to); day++) add(day * DAY);
  return [...found].sort((a, b) => a - b);
}

/** The first and the last look of a time: what is under way at its end has come as far as it would have. */
export function endsOf({ from, to }: Span, intervalMs: number): number[] {
  return [snap(from, intervalMs), Math.floor(to / intervalMs) * intervalMs].filter(
    (at) => at >= from && at <= to,
  );
}

/** The first look at or after an instant. */
export const snap = (at: number, intervalMs: number): number => Math.ceil(at / intervalMs) * intervalMs;

/** The findings of a rule as a look at that instant would have made them. */
export function evaluatePools(
  kind: PoolKind,
  params: unknown,
  { region, onDemand }: PoolPast,
  pools: readonly Past[],
  intervalMs: number,
): (at: number) => Finding[] {
  const needs = kind.needs(params);
  return (at) => {
    const priced = pools.map((pool) => pricedAt(pool, at));
    const reading: PoolReading = {
      region,
      look: { at, intervalMs, completeness: 'complete', items: pools.length },
      pools: priced,
      previous: new Map(
        needs.windowsMs.map((window) => [
          window,
          new Map(pools.map(({ id, points }) => [id, valueAt(points, at - window) ?? null])),
        ]),
      ),
      ...(needs.onDemand ? { onDemand: listAt(onDemand, at) } : {}),
      ...(needs.historyDays === undefined
        ? {}
        : { daily: new Map(needs.historyDays.map((days) => [days, dailyAt(pools, at, days)])) }),
    };
    return kind.evaluate(params, reading, at);
  };
}

/** A price of a time that nobody looked at is not known, whatever stands before it. */
function pricedAt({ points, daily: _, ...pool }: Past, at: number): PricedPool {
  const isKnown = pool.known.some(({ from, to }) => from <= at && at <= to);
  const price = isKnown ? (valueAt(points, at) ?? null) : null;
  return { ...pool, priceMicro: price, changedAt: null, confirmedAt: price === null ? null : at };
}

function listAt(lists: PoolPast['onDemand'], at: number): Map<string, number> {
  return new Map(
    [...lists].flatMap(([type, points]) => {
      const price = valueAt(points, at);
      return price == null ? [] : [[type, price] as const];
    }),
  );
}

function dailyAt(pools: readonly Past[], at: number, days: number): Map<number, number[]> {
  const today = dayOf(at);
  return new Map(
    pools.map(({ id, daily }) => {
      const means: number[] = [];
      for (let day = today - days; day < today; day++) {
        const mean = daily.get(day);
        if (mean !== undefined) means.push(mean);
      }
      return [id, means];
    }),
  );
}
