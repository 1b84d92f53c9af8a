import { z } from 'zod';
import { isTypeGlob } from '#lib/domain/glob.ts';
import { parseUsd } from '#lib/domain/money.ts';
import { DEFAULT_PRODUCT, PRODUCTS } from '#lib/domain/product.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { DAY, MINUTE, parseDuration } from '#lib/domain/time.ts';

const DIRECTIONS = ['either', 'up', 'down'] as const;
const MIN_WINDOW = 5 * MINUTE;
const MAX_WINDOW = 90 * DAY;
const MAX_LIMIT_MICRO = 1_000_000 * 1_000_000;
const ZONE_ID = /^[a-z0-9]+(-[a-z0-9]+)*-az\d+$/;

const within = z
  .string('expected a duration such as 30m, 24h or 7d')
  .default('24h')
  .superRefine((text, context) => {
    const ms = parseDuration(text);
    if (ms === undefined) {
      context.addIssue('not a duration: write it like 30m, 24h or 7d, whole numbers only');
    } else if (ms < MIN_WINDOW || ms > MAX_WINDOW) {
      context.addIssue('the window must be between 5 min and 90 days (5m to 90d)');
    }
  });

const direction = z.enum(DIRECTIONS, `expected one of ${DIRECTIONS.join(', ')}`).default('either');

const percent = z
  .number('expected a number above 0 and up to 1000, with a dot, e.g. 12.5')
  .gt(0, 'must be above 0')
  .lte(1000, 'must be at most 1000')
  .refine((value) => decimals(String(value)) <= 6, 'at most 6 decimals');

const usdPerHour = z
  .union([z.string(), z.number()], 'expected a price such as "40.00"')
  .transform(String)
  .superRefine((text, context) => {
    const parsed = parseUsd(text);
    if (parsed === undefined) {
      context.addIssue('not a price: write dollars with a dot and at most 6 decimals, e.g. "40.00"');
    } else if (parsed.micro <= 0 || parsed.micro > MAX_LIMIT_MICRO) {
      context.addIssue('the limit must be above 0 and at most 1000000');
    }
  });

const types = z
  .array(z.string().refine(isTypeGlob, 'not an instance type or a glob over types such as p5*'))
  .max(50)
  .default([]);

const regions = z
  .array(
    z.string().superRefine((name, context) => {
      if (KNOWN_REGIONS.includes(name)) return;
      const near = suggest(name, KNOWN_REGIONS);
      context.addIssue(`not an AWS region${near === undefined ? '' : `: did you mean ${near}?`}`);
    }),
  )
  .max(50)
  .default([]);

const zones = z
  .array(
    z
      .string()
      .regex(ZONE_ID, 'not a zone ID such as use1-az4 (zone names such as us-east-1a differ by account)'),
  )
  .max(100)
  .default([]);

/** The parameters as people write them; nothing is turned into another form, so that they can be stored and shown. */
export const paramsSchema = z
  .strictObject({
    types,
    regions,
    zones,
    product: z.enum(PRODUCTS, `expected one of ${PRODUCTS.join(', ')}`).default(DEFAULT_PRODUCT),
    moves: z.strictObject({ percent, within, direction }).optional(),
    crosses: z.strictObject({ usdPerHour, within, direction }).optional(),
  })
  .refine((params) => params.moves !== undefined || params.crosses !== undefined, {
    error: 'say what to watch for: moves (a percentage), crosses (a price limit) or both',
  });
export type SpotPriceMoveParams = z.infer<typeof paramsSchema>;

function decimals(text: string): number {
  return /e-/.test(text) ? 7 : (text.split('.')[1]?.length ?? 0);
}
