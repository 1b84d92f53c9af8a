import { z } from 'zod';

/** What kinds of rules measure, each with words of its own. */
const MEASURES = [
  'spot-level',
  'spot-share',
  'spot-unusual',
  'block-price',
  'block-lead',
  'block-gone',
  'placement-score',
  'interruption',
  'quota-use',
  'price-ratio',
] as const;

const MEASURE_CONDITIONS = ['above', 'below', 'rise', 'fall'] as const;

/**
 * What is known about one number at one evaluation. `value`, `previous` and `limit` are in the measure's own unit:
 * micro-dollars for prices, minutes for lead time, a share of 1 for shares, a plain number for the rest.
 */
export const measureFactsSchema = z.object({
  topic: z.literal('measure'),
  measure: z.enum(MEASURES),
  condition: z.enum(MEASURE_CONDITIONS),
  /** An instance type; '' where it is about none. */
  type: z.string(),
  region: z.string(),
  /** Zone ID, or '' for a whole region. */
  zoneId: z.string(),
  qualifier: z.string(),
  /** What people call it where type and qualifier do not say it: the name of a quota. */
  name: z.string().nullable(),
  chip: z.object({ name: z.string(), count: z.number().positive() }).nullable(),
  value: z.number().nullable(),
  /** Price per accelerator-hour rather than per hour. */
  perAccelerator: z.boolean(),
  /** What it was one window before, for a move. */
  previous: z.number().nullable(),
  windowMs: z.int().nullable(),
  /** What the rule asked, in the unit of the value; for a move the percentage. */
  limit: z.number().nullable(),
  /** What the value is a part of, or is compared with. */
  whole: z.number().nullable(),
  /** Where it stands in its own past. */
  rank: z.object({ share: z.number(), days: z.int(), samples: z.int(), median: z.number() }).nullable(),
  changedAt: z.int().nullable(),
  lookedAt: z.int(),
});
export type MeasureFacts = z.infer<typeof measureFactsSchema>;

/** Something that happened, as the market or the account told it: it holds at one instant only. */
export const eventFactsSchema = z.object({
  topic: z.literal('event'),
  event: z.string(),
  type: z.string(),
  region: z.string(),
  zoneId: z.string(),
  subject: z.string(),
  at: z.int(),
  detail: z.record(z.string(), z.unknown()),
  lookedAt: z.int(),
});
export type EventFacts = z.infer<typeof eventFactsSchema>;
