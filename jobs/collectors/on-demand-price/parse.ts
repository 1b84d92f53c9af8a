import { z } from 'zod';
import { type ParsedUsd, parseUsd } from '#lib/domain/money.ts';
import { SchemaError } from '../../aws/errors.ts';

const dimension = z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) });
const term = z.object({ effectiveDate: z.string(), priceDimensions: z.record(z.string(), dimension) });
const product = z.object({
  product: z.object({
    attributes: z.object({
      regionCode: z.string().default(''),
      usagetype: z.string().default(''),
      instanceType: z.string().default(''),
    }),
  }),
  terms: z.object({ OnDemand: z.record(z.string(), term).optional() }).default({}),
});

/** One row of the price list; `price` is undefined where it is not one positive hourly dollar price. */
export type ListRow = {
  region: string;
  usageType: string;
  instanceType: string;
  price: ParsedUsd | undefined;
  effectiveAt: number;
};

/**
 * Reads one PriceList element: JSON text, which the SDK hands over as a String object and not as a string.
 * Keys of the term and dimension maps are codes: they are iterated, never built.
 */
export function parseListRow(item: unknown): ListRow {
  const parsed = product.safeParse(JSON.parse(String(item)));
  if (!parsed.success)
    throw new SchemaError(`a price list row cannot be read: ${parsed.error.issues[0]?.message ?? ''}`);
  const { regionCode, usagetype, instanceType } = parsed.data.product.attributes;
  const terms = Object.values(parsed.data.terms.OnDemand ?? {});
  const dimensions = terms.flatMap((one) => Object.values(one.priceDimensions));
  return {
    region: regionCode,
    usageType: usagetype,
    instanceType,
    price: terms.length === 1 && dimensions.length === 1 ? hourlyPrice(dimensions[0]) : undefined,
    effectiveAt: Date.parse(terms[0]?.effectiveDate ?? '') || 0,
  };
}

function hourlyPrice(found: z.infer<typeof dimension> | undefined): ParsedUsd | undefined {
  if (found?.unit !== 'Hrs') return undefined;
  const price = parseUsd(found.pricePerUnit.USD ?? '');
  // The Capacity Block row costs 0.00: a price of nothing is never a list price.
  return price !== undefined && price.micro > 0 ? price : undefined;
}

export type RegionPrice =
  | { outcome: 'value'; row: ListRow; price: ParsedUsd }
  | { outcome: 'failed' }
  | { outcome: 'not_sold' };

/** The on-demand price of a type in a region: exactly one BoxUsage row, or it is ambiguous. */
export function pickPrice(rows: readonly ListRow[], instanceType: string, region: string): RegionPrice {
  const boxUsage = new RegExp(`(^|-)BoxUsage:${instanceType.replaceAll('.', '\\.')}$`);
  const matching = rows.filter((row) => row.region === region && boxUsage.test(row.usageType));
  if (matching.length === 0) return { outcome: 'not_sold' };
  const [row] = matching;
  if (matching.length > 1 || row?.price === undefined) return { outcome: 'failed' };
  return { outcome: 'value', row, price: row.price };
}
