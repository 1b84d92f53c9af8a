import { hash32, randomFrom } from '../hash.ts';
import type { Search } from './search.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Reserved capacity ends at 11:30 UTC, and can begin half an hour from now, up to eight weeks ahead. */
const ENDS_AT = 11.5 * HOUR;
const EARLIEST = 30 * MINUTE;
const LATEST = 56 * DAY;
/** How many starting days are tried per duration and target. */
const TRIES = 6;

/** Reserved capacity in one zone; epoch milliseconds. */
export interface Part {
  readonly zone: string;
  readonly start: number;
  readonly end: number;
}

export interface Offering {
  readonly id: string;
  readonly target: string;
  readonly parts: readonly Part[];
  /** Dollars for the whole plan: all parts, all instances. */
  readonly fee: number;
}

export interface Market {
  readonly region: string;
  readonly now: number;
  readonly zones: readonly string[];
  /** 0 for plenty, 1 for nothing. */
  readonly scarcity: number;
}

const endOfDay = (at: number): number => Math.floor((at - ENDS_AT) / DAY) * DAY + ENDS_AT;

/** What SageMaker asks above the Capacity Block rate: 25 to 30 percent, by type and region. */
const premium = (type: string, region: string): number =>
  1.25 + (0.05 * (hash32(`premium ${type} ${region}`) % 1000)) / 1000;

/**
 * One stretch, or two with days in between that nobody pays for. The first try begins as soon as may be and ends at the
 * end of its last day, so that it is shorter than what was asked for.
 */
function partsFrom(start: number, hours: number, zones: readonly string[], random: () => number): Part[] {
  const zone = (): string => zones[Math.floor(random() * zones.length)] ?? '';
  const end = start + hours * HOUR;
  const whole = { zone: zone(), start, end: endOfDay(end) > start ? endOfDay(end) : end };
  if (hours < 48 || random() > 0.4) return [whole];
  const cut = endOfDay(start + (hours / 2) * HOUR);
  const gap = DAY * (1 + Math.floor(random() * 3));
  if (cut <= start || cut >= whole.end) return [whole];
  return [
    { zone: whole.zone, start, end: cut },
    { zone: zone(), start: cut + gap, end: whole.end + gap },
  ];
}

const hoursOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + (part.end - part.start) / HOUR, 0);

function tryOne(market: Market, search: Search, target: string, hours: number, index: number) {
  const { type, sold, count } = search;
  const earliest = Math.max(market.now + EARLIEST, search.startAfter ?? 0);
  const day = endOfDay(earliest) + (index + 1) * DAY;
  const seed = hash32(`plan ${type} ${market.region} ${target} ${hours} ${index === 0 ? 'soon' : day}`);
  const random = randomFrom(seed);
  // More machines and longer plans are harder to find; the soonest start is the hardest.
  const odds = 1.1 - market.scarcity - 0.06 * Math.log2(count) - (index === 0 ? 0.2 : 0);
  if (random() > odds) return undefined;
  const start = index === 0 ? Math.ceil(earliest / MINUTE) * MINUTE : day;
  const parts = partsFrom(start, hours, market.zones, random);
  const end = parts.at(-1)?.end ?? start;
  if (start > market.now + LATEST || (search.endBefore !== undefined && end > search.endBefore))
    return undefined;
  const fee = hoursOf(parts) * count * sold.blockUsd * premium(type, market.region);
  const stamp = Math.floor(market.now / HOUR);
  const id = `tpo-${[0, 1].map((part) => hash32(`${part} ${seed} ${count} ${stamp}`).toString(16).padStart(8, '0')).join('')}`;
  return { id, target, parts, fee };
}

/** What is recommended for a search at this hour: a list like any other day's, never the whole stock. */
export function offeringsFor(market: Market, search: Search): Offering[] {
  if (market.zones.length === 0) return [];
  return search.targets.flatMap((target) =>
    search.hours.flatMap((hours) =>
      Array.from({ length: TRIES }, (_, index) => tryOne(market, search, target, hours, index)).filter(
        (offering) => offering !== undefined,
      ),
    ),
  );
}
