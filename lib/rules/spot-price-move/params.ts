import { z } from 'zod';
import { direction, percent, usd, within } from '../fields.ts';
import { poolFilter } from '../pools.ts';

/** The parameters as people write them; nothing is turned into another form, so that they can be stored and shown. */
export const paramsSchema = z
  .strictObject({
    ...poolFilter,
    moves: z.strictObject({ percent: percent(), within: within('24h'), direction }).optional(),
    crosses: z.strictObject({ usdPerHour: usd('40.00'), within: within('24h'), direction }).optional(),
  })
  .refine((params) => params.moves !== undefined || params.crosses !== undefined, {
    error: 'say what to watch for: moves (a percentage), crosses (a price limit) or both',
  });
export type SpotPriceMoveParams = z.infer<typeof paramsSchema>;
