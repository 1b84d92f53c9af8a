import { z } from 'zod';
import { isTypeGlob } from '#lib/domain/glob.ts';
import { parseUsd } from '#lib/domain/money.ts';
import { DEFAULT_PRODUCT, PRODUCTS } from '#lib/domain/product.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { DAY, MINUTE, parseDuration } from '#lib/domain/time.ts';

// The fields that rules of several kinds share: one wording of each mistake, wherever it is made.

const MIN_WINDOW = 5 * MINUTE;
const MAX_WINDOW = 90 * DAY;
const MAX_LIMIT_MICRO = 1_000_000 * 1_000_000;
const ZONE_ID = /^[a-z0-9]+(-[a-z0-9]+)*-az\d+$/;

const DIRECTIONS = ['either', 'up', 'down'] as const;
export const direction = z.enum(DIRECTIONS, `expected one of ${DIRECTIONS.join(', ')}`).default('either');

/** A duration as people write it, within what is on record. */
export const within = (fallback: string) =>
  z
    .string('DURATION_FORMAT: expected a duration such as 30m, 24h or 7d')
    .default(fallback)
    .superRefine((text, context) => {
      const ms = parseDuration(text);
      if (ms === undefined)
        context.addIssue('DURATION_FORMAT: not a duration: write it like 30m, 24h or 7d, whole numbers only');
      else if (ms < MIN_WINDOW || ms > MAX_WINDOW)
        context.addIssue('WINDOW_RANGE: the window must be between 5 min and 90 days (5m to 90d)');
    });

/** A percentage of at most `most`. */
export const percent = (most = 1000) =>
  z
    .number(`THRESHOLD_NOT_NUMBER: expected a number above 0 and up to ${most}, with a dot, e.g. 12.5`)
    .gt(0, 'THRESHOLD_RANGE: must be above 0')
    .lte(most, `THRESHOLD_RANGE: must be at most ${most}`)
    .refine((value) => decimals(String(value)) <= 6, 'THRESHOLD_PRECISION: at most 6 decimals');

/** Dollars, kept as the text that was written. */
export const usd = (example: string) =>
  z
    .union([z.string(), z.number()], `THRESHOLD_NOT_NUMBER: expected a price such as "${example}"`)
    .transform(String)
    .superRefine((text, context) => {
      const parsed = parseUsd(text);
      if (parsed === undefined)
        context.addIssue(
          `THRESHOLD_NOT_NUMBER: not a price: write dollars with a dot and at most 6 decimals, e.g. "${example}"`,
        );
      else if (parsed.micro <= 0 || parsed.micro > MAX_LIMIT_MICRO)
        context.addIssue('THRESHOLD_RANGE: the limit must be above 0 and at most 1000000');
    });

const typeGlob = z
  .string()
  .refine(isTypeGlob, 'TYPE_UNKNOWN: not an instance type or a glob over types such as p5*');
export const types = z.array(typeGlob).max(50).default([]);
/** Types that have to be named. */
export const someTypes = z
  .array(typeGlob, 'expected a list of instance types or globs such as p5*')
  .min(1, 'name at least one type')
  .max(50);

const region = z.string().superRefine((name, context) => {
  if (KNOWN_REGIONS.includes(name)) return;
  const near = suggest(name, KNOWN_REGIONS);
  context.addIssue(`REGION_UNKNOWN: not an AWS region${near === undefined ? '' : `: did you mean ${near}?`}`);
});
export const regions = z.array(region).max(50).default([]);
/** Regions that have to be named. */
export const someRegions = z
  .array(region, 'expected a list of regions')
  .min(1, 'name at least one region')
  .max(50);

export const zones = z
  .array(
    z
      .string()
      .regex(ZONE_ID, 'not a zone ID such as use1-az4 (zone names such as us-east-1a differ by account)'),
  )
  .max(100)
  .default([]);

export const product = z.enum(PRODUCTS, `expected one of ${PRODUCTS.join(', ')}`).default(DEFAULT_PRODUCT);

function decimals(text: string): number {
  return /e-/.test(text) ? 7 : (text.split('.')[1]?.length ?? 0);
}
