import { hash32 } from '../hash.ts';
import type { BlockItemFacts } from '../sources/block-source.ts';
import type { Call } from './context.ts';
import { resourceId } from './element.ts';
import type { Holding } from './holding.ts';
import { zonesOf } from './zones.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const CHANGEOVER = 11.5 * HOUR;
/** How long an ended block is still listed. */
const REMEMBERED = 21 * DAY;
/** A payment that does not come through fails after 12 hours. */
const PAYMENT_TIME = 12 * HOUR;

/** Blocks an account buys again and again: one every so many days, so long before its start, for so long. */
interface Habit {
  readonly region: string;
  readonly item: string;
  readonly count: number;
  readonly everyDays: number;
  readonly leadDays: number;
  readonly lengthDays: number;
  /** Every so many purchases the card is declined. */
  readonly declinedEvery?: number;
}

const HABITS: readonly Habit[] = [
  // Back to back, so that one is always active and the next always scheduled or being paid.
  { region: 'us-east-1', item: 'p5.48xlarge', count: 4, everyDays: 7, leadDays: 8, lengthDays: 7 },
  { region: 'us-east-1', item: 'u-p6e-gb200x36', count: 1, everyDays: 28, leadDays: 14, lengthDays: 7 },
  {
    region: 'us-east-2',
    item: 'trn2.48xlarge',
    count: 2,
    everyDays: 5,
    leadDays: 3,
    lengthDays: 2,
    declinedEvery: 5,
  },
  { region: 'us-west-2', item: 'p5en.48xlarge', count: 8, everyDays: 9, leadDays: 5, lengthDays: 7 },
];

interface Purchase {
  readonly createSeconds: number;
  readonly paidSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly declined: boolean;
}

function purchaseOf(habit: Habit, seed: number, index: number): Purchase {
  const startSeconds = (index * habit.everyDays + (seed % habit.everyDays)) * DAY + CHANGEOVER;
  const chance = hash32(`${seed} ${index}`);
  const declined = habit.declinedEvery !== undefined && (index + seed) % habit.declinedEvery === 0;
  const createSeconds = startSeconds - habit.leadDays * DAY - (chance % (9 * HOUR));
  const payment = declined ? PAYMENT_TIME : HOUR + ((chance >>> 8) % (7 * HOUR));
  return {
    createSeconds,
    paidSeconds: createSeconds + payment,
    startSeconds,
    endSeconds: startSeconds + habit.lengthDays * DAY,
    declined,
  };
}

function stateOf(purchase: Purchase, at: number): string {
  if (at < purchase.paidSeconds) return 'payment-pending';
  if (purchase.declined) return 'payment-failed';
  if (at < purchase.startSeconds) return 'scheduled';
  return at < purchase.endSeconds ? 'active' : 'expired';
}

function holding(call: Call, habit: Habit, facts: BlockItemFacts, index: number, asOf: number): Holding[] {
  const { accountId } = call.credentials;
  const seed = hash32(`habit ${accountId} ${habit.region} ${habit.item}`);
  const purchase = purchaseOf(habit, seed, index);
  const { createSeconds, startSeconds, endSeconds } = purchase;
  if (asOf < createSeconds || asOf >= endSeconds + REMEMBERED) return [];
  const zoneIds = call.source.blocks.zoneIds(habit.region, habit.item);
  const zone = zonesOf(call).find((known) => known['zone-id'] === zoneIds[seed % zoneIds.length]);
  if (zone === undefined) return [];
  const total = habit.count * facts.instances;
  const state = stateOf(purchase, asOf);
  const busy = hash32(`${seed} ${index} ${Math.floor(asOf / (6 * HOUR))}`) % (total + 1);
  return [
    {
      reservationId: resourceId('cr', `${seed} ${index}`),
      blockId: resourceId('cb', `${seed} ${index}`),
      ultraserverType: facts.ultraserver ? habit.item : undefined,
      item: habit.item,
      ownerId: accountId,
      instanceType: facts.instanceType,
      zoneId: zone['zone-id'] ?? '',
      zoneName: zone['zone-name'] ?? '',
      zoneType: zone['zone-type'] ?? '',
      total,
      used: state === 'active' ? busy : 0,
      state,
      criteria: 'targeted',
      createSeconds,
      startSeconds,
      endSeconds,
      name: `training-${index}`,
    },
  ];
}

/** The blocks an account holds in a region at an instant (epoch seconds): they move on as the market's clock does. */
export function blockHoldings(call: Call, asOf: number): Holding[] {
  const { region } = call.request;
  return HABITS.filter((habit) => habit.region === region).flatMap((habit) => {
    const facts = call.source.blocks.facts(habit.item);
    if (facts === undefined || !call.source.blocks.sells(region, habit.item)) return [];
    const span = habit.everyDays * DAY;
    const first = Math.floor((asOf - REMEMBERED - habit.lengthDays * DAY) / span) - 1;
    const last = Math.ceil((asOf + (habit.leadDays + 1) * DAY) / span);
    const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
    return indexes.flatMap((index) => holding(call, habit, facts, index, asOf));
  });
}
