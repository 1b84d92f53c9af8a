import { z } from 'zod';

/** Something is the matter with the desk itself: what it says of the market is not to be trusted there. */
export const deskFactsSchema = z.object({
  topic: z.literal('desk'),
  /** A collector, or what stands for several: `credentials`, `permission`, `every source`. */
  source: z.string(),
  /** '' where it is about no type: messages ask every fact for one. */
  type: z.literal(''),
  region: z.string(),
  subject: z.string(),
  what: z.string(),
  /** AWS's words, or what comes of it. */
  detail: z.string(),
  since: z.int().nullable(),
  /** Alerts of the region that fire and are neither ended nor confirmed while it lasts. */
  frozen: z.int().nonnegative(),
  lookedAt: z.int(),
});
export type DeskFacts = z.infer<typeof deskFactsSchema>;
