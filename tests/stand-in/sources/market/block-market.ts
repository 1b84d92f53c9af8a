import { hash32 } from '../../hash.ts';
import type { BlockAsk, BlockItemFacts, BlockOffer, BlockSource } from '../block-source.ts';
import { BLOCK_ITEMS, blockZones } from './block-items.ts';
import { type Opening, openingAt } from './block-openings.ts';
import { type Situation, scarcityAt } from './situation.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Every block ends, and every block of a later day begins, at 11:30 UTC. */
const CHANGEOVER = 11.5 * HOUR;
const LATEST_START = 56 * DAY;
/** "About 30 minutes from now" is the earliest start (facts/aws-apis.md 5.2). */
const NOTICE = 30 * MINUTE;
const SHORTEST_REST = HOUR;

/** Micro-dollars per instance-hour (UltraServer-hour) at an instant. */
export type RateTable = (region: string, item: string, seconds: number) => number | undefined;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first odd minute at least the notice away: what a block "from now on" begins with. */
const soonest = (now: number): number => {
  const minute = Math.ceil((now + NOTICE) / MINUTE);
  return (minute % 2 === 0 ? minute + 1 : minute) * MINUTE;
};

/** A block of so many days from a day on; what is left of it when the day has begun, with the end unchanged. */
function spanOf(day: number, days: number, now: number): Span | undefined {
  const begins = day * DAY + CHANGEOVER;
  const start = begins >= now + NOTICE ? begins : soonest(now);
  const end = begins + days * DAY;
  const rest = begins + DAY - start;
  return rest < SHORTEST_REST || start > now + LATEST_START ? undefined : { start, end };
}

/** How likely free capacity stays unsold: near starts and scarce times go first. */
function chanceOf(scarcity: number, leadDays: number): number {
  const near = ((Math.max(0, leadDays) + 4) / 60) ** (1.5 * scarcity ** 2);
  return 0.9 * Math.max(0.03, (1 - scarcity) ** 1.2) * near;
}

/** What is left of an opening at an instant; 0 when a scarcer market took it earlier, or never let it appear. */
function leftOf(opening: Opening, scarcity: number, day: number, at: number): number {
  const { appears, vanishes, luck, count, halvedAt } = opening;
  const leadDays = (day * DAY + CHANGEOVER - appears) / DAY;
  if (luck >= chanceOf(scarcity, leadDays)) return 0;
  const shrink = Math.max(0.3, 1 - 0.7 * scarcity);
  const gone = appears + Math.max(9 * MINUTE, (vanishes - appears) * shrink);
  if (at >= gone) return 0;
  const halved = appears + (halvedAt - appears) * shrink;
  return at >= halved ? Math.ceil(count / 2) : count;
}

/** Capacity Blocks for sale: a pure function of the situation and the instant, whatever was asked before. */
export class BlockMarket implements BlockSource {
  readonly #situation: Situation;
  readonly #rates: RateTable;

  constructor(situation: Situation, rates: RateTable) {
    this.#situation = situation;
    this.#rates = rates;
  }

  facts(item: string): BlockItemFacts | undefined {
    return BLOCK_ITEMS.get(item);
  }

  sells(region: string, item: string): boolean {
    return blockZones(region, item).length > 0;
  }

  zoneIds(region: string, item: string): readonly string[] {
    return blockZones(region, item);
  }

  rateMicroUsd(region: string, item: string, nowSeconds: number): number | undefined {
    return this.#rates(region, item, nowSeconds);
  }

  offers(ask: BlockAsk): BlockOffer[] {
    const rate = this.#rates(ask.region, ask.item, ask.nowSeconds);
    if (rate === undefined) return [];
    return blockZones(ask.region, ask.item).flatMap((zoneId) => this.#inZone(ask, zoneId, rate));
  }

  #inZone(ask: BlockAsk, zoneId: string, rate: number): BlockOffer[] {
    const { item, count, hours, nowSeconds: now } = ask;
    const stream = hash32(`blocks ${this.#situation.seed} ${item} ${zoneId}`);
    const days = hours / 24;
    const today = Math.floor((now + NOTICE - CHANGEOVER) / DAY);
    const offers: BlockOffer[] = [];
    for (let day = today; day <= today + 57; day += 1) {
      const span = spanOf(day, days, now);
      if (span === undefined || this.#left(ask, stream, day, days) < count) continue;
      const minutes = (span.end - span.start) / MINUTE;
      const feeMicroUsd = Math.round((rate * count * minutes) / 60);
      offers.push({ zoneId, startSeconds: span.start, endSeconds: span.end, feeMicroUsd });
    }
    return offers;
  }

  /** Instances (UltraServers) still to be had from a day on for at least so many days. */
  #left({ region, item, nowSeconds }: BlockAsk, stream: number, day: number, days: number): number {
    const opening = openingAt(stream, day, nowSeconds);
    if (opening === undefined || opening.days < days) return 0;
    const facts = BLOCK_ITEMS.get(item);
    const scarcity = scarcityAt(this.#situation, facts?.instanceType ?? item, region, opening.appears);
    const left = leftOf(opening, scarcity, day, nowSeconds);
    // One UltraServer is one block.
    return facts?.ultraserver === true ? Math.min(1, left) : left;
  }
}
