import { z } from 'zod';

const micro = z.int().nonnegative();

/** What happened to a price: it moved by a share, or it crossed a limit. */
const CONDITIONS = ['rise', 'fall', 'above', 'below'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What is known about one pool at one evaluation: enough to word every message about it later. */
export const factsSchema = z.object({
  topic: z.literal('spot-price'),
  condition: z.enum(CONDITIONS),
  type: z.string(),
  region: z.string(),
  zoneId: z.string(),
  product: z.string(),
  /** The accelerators in one instance, where they are known. */
  chip: z.object({ name: z.string(), count: z.number().positive() }).nullable(),
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
export type Facts = z.infer<typeof factsSchema>;

/** What an alert remembers: its newest facts, and those with which its present or last episode began firing. */
export const alertMemorySchema = z.object({ latest: factsSchema, fired: factsSchema.nullable() });
export type AlertMemory = z.infer<typeof alertMemorySchema>;
