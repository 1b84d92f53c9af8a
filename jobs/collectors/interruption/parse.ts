import { z } from 'zod';
import { bucketOf } from '#lib/interruption/buckets.ts';
import { SchemaError } from '../../aws/errors.ts';

/** What the feed says of a type in a region: a bucket (0 to 4) and savings in percent; a text says why it is unreadable. */
export type Rate = { bucket: number; savings: number } | string;

/** Systems are kept apart: Windows has rates of its own. */
export const SYSTEMS = ['Linux', 'Windows'] as const;
export type System = (typeof SYSTEMS)[number];

/** Rates by type, for one system in one region. */
export type Rates = ReadonlyMap<string, Rate>;
export type Advice = ReadonlyMap<string, Readonly<Record<System, Rates>>>;

const range = z.object({ index: z.int(), label: z.string() });
const byType = z.record(z.string(), z.unknown());
const feed = z.object({
  ranges: z.array(range).min(1),
  spot_advisor: z
    .record(z.string(), z.object({ Linux: byType.optional(), Windows: byType.optional() }))
    .refine((regions) => Object.keys(regions).length > 0, 'no region at all'),
});
const entry = z.object({ s: z.number().min(0).max(100), r: z.int() });

/**
 * Reads the feed for the types that `isWanted`; one entry that cannot be read stops no other.
 * @throws SchemaError for a text that is not the feed
 */
export function parseFeed(text: string, isWanted: (type: string) => boolean): Advice {
  const parsed = feed.safeParse(json(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SchemaError(`the answer is not the Spot Advisor's: ${issue?.path.join('.')} ${issue?.message}`);
  }
  const labels = new Map(parsed.data.ranges.map(({ index, label }) => [index, label]));
  const rates = (types: Record<string, unknown> | undefined): Rates =>
    new Map(
      Object.entries(types ?? {})
        .filter(([type]) => isWanted(type))
        .map(([type, value]) => [type, rateOf(value, labels)]),
    );
  return new Map(
    Object.entries(parsed.data.spot_advisor).map(([region, { Linux, Windows }]) => [
      region,
      { Linux: rates(Linux), Windows: rates(Windows) },
    ]),
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SchemaError('the answer is not the JSON of the Spot Advisor');
  }
}

function rateOf(value: unknown, labels: ReadonlyMap<number, string>): Rate {
  const parsed = entry.safeParse(value);
  if (!parsed.success) return `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`;
  const label = labels.get(parsed.data.r);
  if (label === undefined) return `no range has the index ${parsed.data.r}`;
  const bucket = bucketOf(label);
  if (bucket === undefined) return `the range ${label.slice(0, 20)} lies in no bucket`;
  return { bucket, savings: Math.round(parsed.data.s) };
}
