import { z } from 'zod';
import { DURATIONS_ACCEPTED, MOST_INSTANCES, parseBlockDuration } from '#lib/capacity/durations.ts';
import { isUltraServer } from '#lib/capacity/question.ts';
import { parseInstant } from '#lib/domain/time.ts';
import { regions, usd } from '../fields.ts';

const date = z
  .string('expected a date such as 2026-12-01')
  .refine(
    (text) => parseInstant(text) !== undefined,
    'START_WINDOW: not a date: ISO 8601, such as 2026-12-01 or 2026-12-01T11:30:00Z',
  )
  .optional();

/** The block that is wanted, as people write it; it is asked for exactly so at every look. */
export const paramsSchema = z
  .strictObject({
    type: z
      .string('TYPE_UNKNOWN: expected an instance type such as p5.48xlarge')
      .min(1, 'must not be empty')
      .max(80),
    count: z
      .int(`COUNT_RANGE: expected a whole number from 1 to ${MOST_INSTANCES}`)
      .min(1, `COUNT_RANGE: a block holds 1 to ${MOST_INSTANCES} instances`)
      .max(MOST_INSTANCES, `COUNT_RANGE: a block holds 1 to ${MOST_INSTANCES} instances`),
    duration: z
      .string('DURATION_NOT_OFFERED: expected a duration such as 24h or 7d')
      .refine((text) => parseBlockDuration(text) !== undefined, {
        error: `DURATION_NOT_OFFERED: AWS sells no Capacity Block of this length: ${DURATIONS_ACCEPTED}`,
      }),
    regions,
    startAfter: date,
    startBefore: date,
    /** At most this much. */
    usdPerAcceleratorHour: usd('5.00').optional(),
  })
  .superRefine(({ type, count, startAfter, startBefore }, context) => {
    if (isUltraServer(type) && count !== 1)
      context.addIssue({
        code: 'custom',
        path: ['count'],
        message: 'COUNT_RANGE: one UltraServer is one block: 1',
      });
    const [from, to] = [startAfter, startBefore].map((text) =>
      text === undefined ? undefined : parseInstant(text),
    );
    if (from !== undefined && to !== undefined && to <= from)
      context.addIssue({
        code: 'custom',
        path: ['startBefore'],
        message: 'START_WINDOW: the window for the start ends before it begins',
      });
  });
export type BlockOfferParams = z.infer<typeof paramsSchema>;
