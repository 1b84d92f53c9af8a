import { z } from 'zod';
import { DURATIONS_ACCEPTED, parseBlockDuration } from '#lib/capacity/durations.ts';
import { UNITS } from '#lib/compare/ways.ts';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { isTypeGlob } from '#lib/domain/glob.ts';
import { NEWS_TOPICS, type NewsTopic } from '#lib/domain/news-topics.ts';
import { PRODUCTS } from '#lib/domain/product.ts';
import { parseInstant } from '#lib/domain/time.ts';
import { isZoneId } from '#lib/domain/zone-id.ts';

/** One query parameter: what it becomes, and how it is refused. */
type Param = { schema: z.ZodType; code: ErrorCode; what: string; accepted: string };

const LONGEST_LIST = 100;
/** A glob is matched by a backtracking expression: a handful of stars cannot hold it up, fifty could. */
const MOST_STARS = 4;

function listOf(item: z.ZodType<string, string>) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(LONGEST_LIST))
    .transform((items) => [...new Set(items)].sort());
}

/** Names are let through in any spelling: whoever knows the types can say which one was meant. */
function isNameOrGlob(text: string): boolean {
  if (text === '' || text.length > 64) return false;
  if (!/[*?]/.test(text)) return true;
  return isTypeGlob(text) && (text.match(/\*/g)?.length ?? 0) <= MOST_STARS;
}

/** A single name: no list, no glob. */
function isName(text: string): boolean {
  return isNameOrGlob(text) && !/[*?,]/.test(text);
}

const instant = z.string().transform((text, context) => {
  // An offset such as +01:00 that was not percent-encoded arrives with a blank for its plus sign.
  const at = parseInstant(text.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (at !== undefined) return at;
  context.addIssue('not an instant');
  return z.NEVER;
});

const upTo5000 = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(5000));

const instantAccepted = 'ISO 8601 with a zone, such as 2026-11-22T10:00:00Z, or a date';

const counts = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z
      .array(z.string().regex(/^\d{1,2}$/))
      .min(1)
      .max(64),
  )
  .transform((parts) => [...new Set(parts.map(Number))].sort((a, b) => a - b))
  .pipe(z.array(z.number().min(1).max(64)));

const durations = z.string().transform((text, context) => {
  const hours = text.split(',').map((part) => parseBlockDuration(part.trim()));
  const known = hours.filter((one) => one !== undefined);
  if (known.length === hours.length) return [...new Set(known)].sort((a, b) => a - b);
  context.addIssue('not a duration');
  return z.NEVER;
});

const words = {
  schema: z.string().max(60),
  code: 'PARAM_INVALID',
  what: 'a short text',
  accepted: 'up to 60 characters',
} as const;

const keys = {
  schema: listOf(z.string().min(1).max(40)),
  code: 'PARAM_INVALID',
  what: 'a list of names',
  accepted: `up to ${LONGEST_LIST} names, comma-separated`,
} as const;

const key = { ...words, schema: z.string().min(1).max(40), what: 'a name' } as const;

export const PARAMS = {
  type: {
    schema: listOf(z.string().refine(isNameOrGlob)),
    code: 'TYPE_UNKNOWN',
    what: 'an instance type or a glob over types',
    accepted: `instance types or globs such as p5*, up to ${MOST_STARS} stars each, comma-separated`,
  },
  region: {
    schema: listOf(z.string().min(1).max(64)),
    code: 'REGION_UNKNOWN',
    what: 'an AWS region',
    accepted: 'region names such as us-east-1, comma-separated',
  },
  zone: {
    schema: listOf(z.string().refine(isZoneId)),
    code: 'PARAM_INVALID',
    what: 'a zone ID',
    accepted: 'zone IDs such as use1-az4 (not names such as us-east-1a), comma-separated',
  },
  product: {
    schema: listOf(z.enum(PRODUCTS)),
    code: 'PARAM_INVALID',
    what: 'a product description',
    accepted: PRODUCTS.join(', '),
  },
  count: {
    schema: counts,
    code: 'COUNT_RANGE',
    what: 'a number of instances',
    accepted: 'whole numbers from 1 to 64, comma-separated',
  },
  duration: {
    schema: durations,
    code: 'DURATION_NOT_OFFERED',
    what: 'a length that AWS sells Capacity Blocks of',
    accepted: `${DURATIONS_ACCEPTED}, comma-separated`,
  },
  of: {
    schema: z.string().refine(isName),
    code: 'TYPE_UNKNOWN',
    what: 'an instance type',
    accepted: 'one instance type, such as p5.48xlarge',
  },
  per: {
    schema: z.string().refine(isName),
    code: 'TYPE_UNKNOWN',
    what: 'an instance type',
    accepted: 'one instance type, such as trn2.48xlarge',
  },
  unit: {
    schema: z.enum(UNITS),
    code: 'PARAM_INVALID',
    what: 'a unit',
    accepted: UNITS.join(', '),
  },
  buy: {
    schema: z.enum(['spot', 'on-demand', 'capacity-block']),
    code: 'PARAM_INVALID',
    what: 'a way to buy',
    accepted: 'spot, on-demand or capacity-block',
  },
  state: {
    schema: z.enum(['open', 'gone', 'all']),
    code: 'PARAM_INVALID',
    what: 'a state of an offer',
    accepted: 'open, gone or all',
  },
  from: { schema: instant, code: 'RANGE_INVALID', what: 'an instant', accepted: instantAccepted },
  to: { schema: instant, code: 'RANGE_INVALID', what: 'an instant', accepted: instantAccepted },
  buckets: {
    schema: upTo5000,
    code: 'PARAM_INVALID',
    what: 'a number of buckets',
    accepted: 'a whole number from 1 to 5000',
  },
  limit: {
    schema: upTo5000,
    code: 'PARAM_INVALID',
    what: 'a number of rows',
    accepted: 'a whole number from 1 to 5000',
  },
  basket: {
    schema: listOf(z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/)),
    code: 'PARAM_INVALID',
    what: 'the name of a basket',
    accepted: 'names of baskets such as hopper, comma-separated',
  },
  about: {
    schema: listOf(z.enum(NEWS_TOPICS as [NewsTopic, ...NewsTopic[]])),
    code: 'PARAM_INVALID',
    what: 'a list of topics',
    accepted: NEWS_TOPICS.join(', '),
  },
  vendor: words,
  family: words,
  purpose: words,
  q: words,
  watched: { ...keys, what: 'a list of instance types' },
  group: key,
  cols: { ...keys, what: 'a list of columns' },
  sort: key,
  dir: {
    schema: z.enum(['asc', 'desc']),
    code: 'PARAM_INVALID',
    what: 'a direction',
    accepted: 'asc or desc',
  },
  format: {
    schema: z.enum(['json', 'csv']),
    code: 'PARAM_INVALID',
    what: 'a format',
    accepted: 'json or csv',
  },
} as const satisfies Record<string, Param>;

export type ParamName = keyof typeof PARAMS;
