import { z } from 'zod';
import { GONE_WHY } from '#lib/capacity/episodes.ts';
import { deskFactsSchema } from './desk-facts.ts';
import { eventFactsSchema, measureFactsSchema } from './measure-facts.ts';

const micro = z.int().nonnegative();
/** The accelerators in one instance, where they are known. */
const chip = z.object({ name: z.string(), count: z.number().positive() }).nullable();

/** What happened to a price: it moved by a share, or it crossed a limit. */
const PRICE_CONDITIONS = ['rise', 'fall', 'above', 'below'] as const;
export type PriceCondition = (typeof PRICE_CONDITIONS)[number];

/** What is known about one pool at one evaluation: enough to word every message about it later. */
const spotFactsSchema = z.object({
  topic: z.literal('spot-price'),
  condition: z.enum(PRICE_CONDITIONS),
  type: z.string(),
  region: z.string(),
  zoneId: z.string(),
  product: z.string(),
  chip,
  priceMicro: micro.nullable(),
  /** Decimals AWS writes this price with. */
  scale: z.int().nonnegative(),
  /** When the price now in force began. */
  changedAt: z.int().nullable(),
  /** The price that was in force one window ago, and that instant. */
  previousMicro: micro.nullable(),
  previousAt: z.int(),
  windowMs: z.int().positive(),
  /** The share by which the price has changed over the window: 0.124. */
  change: z.number().nullable(),
  /** What the rule asked: a percentage for a move, a price for a crossing. */
  percent: z.number().nullable(),
  limitMicro: micro.nullable(),
});
export type SpotFacts = z.infer<typeof spotFactsSchema>;

/** What is known about one question for Capacity Blocks at one evaluation. */
const blockFactsSchema = z.object({
  topic: z.literal('block-offer'),
  condition: z.literal('available'),
  /** An instance type, or an UltraServer type. */
  type: z.string(),
  region: z.string(),
  count: z.int().positive(),
  durationHours: z.int().positive(),
  chip,
  /** How many offers match, and the cheapest of them, the earliest of equals; null where none does. */
  offers: z.int().nonnegative(),
  best: z
    .object({
      zoneId: z.string(),
      startAt: z.int(),
      endAt: z.int(),
      feeMicro: micro,
      feeScale: z.int().nonnegative(),
      perAcceleratorHour: micro.nullable(),
      firstSeenAt: z.int(),
    })
    .nullable(),
  /** The earliest start of those that match. */
  earliestAt: z.int().nullable(),
  /** What the rule asked at most, per accelerator-hour. */
  limitMicro: micro.nullable(),
  /** Of the offers of this question that went, when and why the last one did. */
  lastGone: z.object({ at: z.int(), why: z.enum(GONE_WHY) }).nullable(),
  lookedAt: z.int(),
});
export type BlockFacts = z.infer<typeof blockFactsSchema>;

export const factsSchema = z.discriminatedUnion('topic', [
  spotFactsSchema,
  blockFactsSchema,
  measureFactsSchema,
  eventFactsSchema,
  deskFactsSchema,
]);
export type Facts = z.infer<typeof factsSchema>;

/** What an alert remembers: its newest facts, and those with which its present or last episode began firing. */
export const alertMemorySchema = z.object({ latest: factsSchema, fired: factsSchema.nullable() });
export type AlertMemory = z.infer<typeof alertMemorySchema>;
