import { groupBy } from '#lib/domain/group.ts';
import { usd } from '#lib/domain/money.ts';
import { formatAge } from '#lib/domain/time.ts';
import { median } from '#lib/series/stats.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { DigestSection } from './document.ts';
import type { BlockFacts, DigestFacts, ListPriceChange, PoolFacts, TypeFacts } from './facts.ts';
import { change, moved, sparkText, when } from './figures.ts';
import { type Candidate, lowPictures } from './pictures.ts';

/** As many as are read at a glance; the rest is one click away. */
const MOST_TYPES = 15;
const MOST_MOVERS = 5;
/** Less than this is noise for somebody who buys by the week. */
const WORTH_TELLING = 0.01;

type Money = {
  accelerator: string;
  now: number;
  before: number | null;
  /** How far it is from 30 days ago, over the pools that had a price then, too. */
  month: string;
  pools: number;
};

type Price = { now: number; before: number | null; month: number | null };

/** The price of one accelerator for an hour: the median over the pools that had a price at both ends. */
export function indices({ types, pools }: DigestFacts): Money[] {
  const counts = new Map(types.map((type) => [type.name, type]));
  const groups = new Map<string, Price[]>();
  for (const { type, now, before, month } of pools) {
    const known = counts.get(type);
    if (now === null || known === undefined || known.accelerators <= 0) continue;
    const per = (value: number | null) => (value === null ? null : value / known.accelerators);
    const price = { now: now / known.accelerators, before: per(before), month: per(month) };
    const group = groups.get(known.accelerator);
    if (group === undefined) groups.set(known.accelerator, [price]);
    else group.push(price);
  }
  return [...groups].map(([accelerator, prices]) => {
    const both = prices.filter((price) => price.before !== null);
    const ends = both.length > 0 ? both : prices;
    const now = median(ends.map((price) => price.now)) ?? 0;
    const before = median(both.map((price) => price.before ?? 0)) ?? null;
    return { accelerator, now, before, month: sinceMonth(prices), pools: ends.length };
  });
}

function sinceMonth(prices: readonly Price[]): string {
  const both = prices.filter((price) => price.month !== null);
  return change(
    median(both.map((price) => price.now)) ?? null,
    median(both.map((price) => price.month ?? 0)) ?? null,
  );
}

export function indexSection(facts: DigestFacts): DigestSection {
  const rows = indices(facts).toSorted((a, b) => b.now - a.now);
  return {
    title: 'What an accelerator costs on spot',
    note: 'Median $/accelerator-hour over pools with a price at both ends of the time; 30 d: over those with one 30 days ago. Source: EC2 spot price history.',
    heads: ['Accelerator', 'Now', 'Change', '30 d', 'Pools'],
    numbers: [1, 2, 3, 4],
    narrow: [0, 1, 2, 3],
    rows: rows.map(({ accelerator, now, before, month, pools }) => ({
      cells: [accelerator, usd(now), change(now, before), month, String(pools)],
      path: `/?q=${encodeURIComponent(accelerator)}`,
    })),
    hidden: 0,
  };
}

export function typeSection(facts: DigestFacts): DigestSection {
  const pools = groupBy(facts.pools, ({ type }) => type);
  const rows = facts.types.flatMap((type) => typeRow(type, pools.get(type.name) ?? [], facts));
  const sorted = rows.toSorted((a, b) => b.weight - a.weight);
  const pictures = lowPictures(
    sorted.map(({ picture }) => picture),
    facts.to,
  );
  return {
    ...(pictures === undefined ? {} : { pictures }),
    title: 'Cheapest spot of each type',
    note: 'The lowest price of all watched zones. Lower days: of the last 90 UTC days, those on which it fell below the present price at some time. Source: EC2 spot price history.',
    heads: ['Type', '$/h', '$/accelerator-h', 'Where', 'Change', '30 d', 'Lower days', '90 days'],
    numbers: [1, 2, 4, 5, 6],
    narrow: [0, 2, 4, 6],
    rows: sorted.slice(0, MOST_TYPES).map(({ row }) => row),
    hidden: Math.max(0, sorted.length - MOST_TYPES),
  };
}

function typeRow(type: TypeFacts, own: readonly PoolFacts[], { dailyLows }: DigestFacts) {
  const best = own.filter((pool) => pool.now !== null).toSorted((a, b) => (a.now ?? 0) - (b.now ?? 0))[0];
  if (best === undefined || best.now === null) return [];
  const lowest = (of: (pool: PoolFacts) => number | null) => {
    const known = own.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : Math.min(...known);
  };
  const lows = dailyLows.get(type.name) ?? [];
  const before = lowest((pool) => pool.before);
  const cells = [
    ...[type.name, usd(best.now)],
    ...[type.accelerators > 0 ? usd(best.now / type.accelerators) : 'not known', best.zoneId],
    ...[
      change(best.now, before),
      change(
        best.now,
        lowest((pool) => pool.month),
      ),
    ],
    ...[rankText(best.now, lows), sparkText(weekly(lows))],
  ];
  const picture: Candidate = {
    ...{ title: type.name, caption: `${usd(best.now)}/h ${change(best.now, before)}`, lows },
    ...{ path: `/types/${type.name}?range=90d`, by: moved(best.now, before) },
  };
  return [{ row: { cells, path: `/types/${type.name}?range=7d` }, weight: best.now, picture }];
}

function rankText(now: number, lows: readonly TimedValue[]): string {
  const known = lows.filter(({ value }) => value !== null);
  const below = known.filter(({ value }) => (value ?? 0) < now).length;
  return known.length === 0 ? 'not known' : `${below} of ${known.length}`;
}

/** A letter for every five days: eighteen of them fit a phone. */
function weekly(lows: readonly TimedValue[]): (number | null)[] {
  const parts: (number | null)[] = [];
  for (let start = 0; start < lows.length; start += 5) {
    const known = lows.slice(start, start + 5).flatMap(({ value }) => (value === null ? [] : [value]));
    parts.push(known.length === 0 ? null : Math.min(...known));
  }
  return parts;
}

/** Single pools that moved most, either way. */
export function moverSection({ pools, types }: DigestFacts): DigestSection {
  const watched = new Set(types.map((type) => type.name));
  const all = pools
    .filter((pool) => watched.has(pool.type))
    .flatMap((pool) => {
      const by = moved(pool.now, pool.before);
      return by === null || Math.abs(by) < WORTH_TELLING ? [] : [{ pool, by }];
    });
  const up = all.filter(({ by }) => by > 0).toSorted((a, b) => b.by - a.by);
  const down = all.filter(({ by }) => by < 0).toSorted((a, b) => a.by - b.by);
  const shown = [...up.slice(0, MOST_MOVERS), ...down.slice(0, MOST_MOVERS)];
  const compared = pools.filter((pool) => moved(pool.now, pool.before) !== null).length;
  return {
    title: 'Pools that moved most',
    note: `${all.length} of ${compared} pools moved by 1 % or more. $/h at the beginning and at the end. Source: EC2 spot price history.`,
    heads: ['Type', 'Zone', 'Before', 'Now', 'Change'],
    numbers: [2, 3, 4],
    narrow: [0, 1, 3, 4],
    rows: shown.map(({ pool }) => ({
      cells: [
        ...[pool.type, pool.zoneId, usd(pool.before ?? 0), usd(pool.now ?? 0)],
        change(pool.now, pool.before),
      ],
      path: `/types/${pool.type}?region=${pool.region}&range=7d`,
    })),
    hidden: all.length - shown.length,
  };
}

export function blockSection({ blocks }: DigestFacts): DigestSection {
  return {
    title: 'Capacity Blocks',
    note: 'Of the counts and durations that are asked for. Cheapest on sale per accelerator-hour; lifetime: the median of offers that left before their start. Source: EC2 Capacity Block offerings.',
    heads: ['Type', 'Cheapest', 'Change', 'On sale', 'New', 'Gone', 'Lifetime', 'First start in'],
    numbers: [1, 2, 3, 4, 5, 6, 7],
    narrow: [0, 1, 2, 3, 7],
    rows: blocks.map((block) => ({ cells: blockCells(block), path: `/capacity?type=${block.type}` })),
    hidden: 0,
  };
}

function blockCells(block: BlockFacts): string[] {
  const { type, cheapest, before, open, appeared, vanished, lifetimeMs, leadMs } = block;
  return [
    ...[type, cheapest === null ? 'none on sale' : usd(cheapest), change(cheapest, before)],
    ...[String(open), String(appeared), String(vanished)],
    ...[lifetimeMs === null ? '–' : formatAge(lifetimeMs), leadMs === null ? '–' : formatAge(leadMs)],
  ];
}

export const LIST_PRICES = 'List prices that changed';

export function listPriceSection(changes: readonly ListPriceChange[]): DigestSection {
  return {
    title: LIST_PRICES,
    note: 'On-demand, Linux, $/h. Source: AWS Price List.',
    heads: ['Type', 'Region', 'Before', 'Now', 'Change', 'Since'],
    numbers: [2, 3, 4],
    narrow: [0, 1, 3, 4],
    rows: changes.map((change) => ({
      cells: listPriceCells(change),
      path: `/types/${change.type}?region=${change.region}`,
    })),
    hidden: 0,
  };
}

export function listPriceCells({ type, region, from, to, at }: ListPriceChange): string[] {
  return [
    ...[type, region, from === null ? 'none' : usd(from), to === null ? 'none' : usd(to)],
    ...[change(to, from), when(at)],
  ];
}
