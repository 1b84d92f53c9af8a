import { groupBy } from '#lib/domain/group.ts';
import { usd } from '#lib/domain/money.ts';
import { formatAge } from '#lib/domain/time.ts';
import type { DigestSection } from './document.ts';
import type { BlockFacts, DigestFacts, ListPriceChange, PoolFacts, TypeFacts } from './facts.ts';
import { byMove, change, inFives, moved, rankText, sparkText, when } from './figures.ts';
import { type Candidate, lowPictures } from './pictures.ts';

/** As many as are read at a glance; the rest is one click away. */
const MOST_TYPES = 15;
const MOST_MOVERS = 5;
/** Less than this is noise for somebody who buys by the week. */
const WORTH_TELLING = 0.01;

export function typeSection(facts: DigestFacts): DigestSection {
  const pools = groupBy(facts.pools, ({ type }) => type);
  const rows = facts.types.flatMap((type) => typeRow(type, pools.get(type.name) ?? [], facts));
  const sorted = rows.toSorted((a, b) => b.weight - a.weight);
  const shown = sorted.slice(0, MOST_TYPES);
  const pictures = lowPictures(
    sorted.map(({ picture }) => picture),
    facts.to,
  );
  return {
    ...(pictures === undefined ? {} : { pictures }),
    title: 'Cheapest spot of each type',
    note: 'The lowest price of all watched zones. Lower days: of the last 90 UTC days, those on which it fell below the present price at some time. 90 days: the lowest of every five. Source: EC2 spot price history.',
    heads: ['Type', '$/h', '$/accelerator-h', 'Where', 'Change', '30 d', 'Lower days', '90 days'],
    numbers: [1, 2, 4, 5, 6],
    narrow: [0, 1, 3, 4],
    beneath: [
      [0, 7],
      [1, 2],
      [3, 6],
      [4, 5],
    ],
    brief: '{0} {1}/h, {2}/accelerator-h, in {3}, change {4}, 30 d {5}, lower on {6} days {7}',
    leads: byMove(shown.map(({ picture }) => picture.by)),
    rows: shown.map(({ row }) => row),
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
  const days = lows.map(({ value }) => value);
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
    ...[rankText(best.now, days), sparkText(inFives(days))],
  ];
  const picture: Candidate = {
    ...{ title: type.name, caption: `${usd(best.now)}/h ${change(best.now, before)}`, lows },
    ...{ path: `/types/${type.name}?range=90d`, by: moved(best.now, before) },
  };
  return [{ row: { cells, path: `/types/${type.name}?range=7d` }, weight: best.now, picture }];
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
    beneath: [[3, 2]],
    brief: '{0} in {1} {2}/h → {3}/h {4}',
    leads: byMove(shown.map(({ by }) => by)),
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
    brief:
      '{0} {1}/accelerator-h, change {2}, on sale {3}, new {4}, gone {5}, lifetime {6}, first start in {7}',
    leads: byMove(blocks.map(({ cheapest, before }) => moved(cheapest, before))),
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
    brief: '{0} in {1} {2}/h → {3}/h {4} since {5} UTC',
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
