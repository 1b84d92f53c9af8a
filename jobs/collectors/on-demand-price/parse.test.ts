import { describe, expect, test } from 'vitest';
import { SchemaError } from '../../aws/errors.ts';
import { parseListRow, pickPrice } from './parse.ts';

type Over = {
  attributes?: Record<string, string>;
  usd?: string;
  unit?: string;
  currency?: string;
  effectiveDate?: string;
  dimensions?: number;
  terms?: number;
};

/** A row as GetProducts sends it, and as SDK v3 hands it over: a String object. */
function row(over: Over = {}): unknown {
  const { usd = '55.0400000000', unit = 'Hrs', currency = 'USD', dimensions = 1, terms = 1 } = over;
  const price = { unit, pricePerUnit: { [currency]: usd }, rateCode: 'x' };
  const priceDimensions = Object.fromEntries(
    Array.from({ length: dimensions }, (_, i) => [`SKU.JRTCKXETXF.${i}`, price]),
  );
  const term = { effectiveDate: over.effectiveDate ?? '2026-11-01T00:00:00Z', priceDimensions };
  const attributes = {
    instanceType: 'p5.48xlarge',
    regionCode: 'us-east-1',
    usagetype: 'BoxUsage:p5.48xlarge',
    operation: 'RunInstances',
    ...over.attributes,
  };
  const text = JSON.stringify({
    product: { productFamily: 'Compute Instance', sku: 'SKU', attributes },
    terms: {
      OnDemand: Object.fromEntries(Array.from({ length: terms }, (_, i) => [`SKU.${i}`, term])),
    },
  });
  return new String(text);
}

const pick = (...rows: unknown[]) => pickPrice(rows.map(parseListRow), 'p5.48xlarge', 'us-east-1');

describe('a row of the price list', () => {
  test('comes as a String object and is read exactly', () => {
    expect(typeof row()).toBe('object');
    expect(parseListRow(row())).toEqual({
      region: 'us-east-1',
      usageType: 'BoxUsage:p5.48xlarge',
      instanceType: 'p5.48xlarge',
      price: { micro: 55_040_000, scale: 10 },
      effectiveAt: Date.UTC(2026, 10, 1),
    });
  });

  test('may also come as plain text', () => {
    expect(parseListRow(String(row())).price).toMatchObject({ micro: 55_040_000 });
  });

  test.each<[string, Over]>([
    ['costs nothing: the Capacity Block row', { usd: '0.0000000000' }],
    ['has another unit', { unit: 'Quantity' }],
    ['is in another currency', { currency: 'CNY' }],
    ['has two dimensions', { dimensions: 2 }],
    ['has two terms', { terms: 2 }],
    ['has no term', { terms: 0 }],
    ...['abc', '', '-1', '1e9', '0.1.2', 'NaN'].map((usd): [string, Over] => [
      `says ${JSON.stringify(usd)}`,
      { usd },
    ]),
  ])('has no price where it %s', (_, over) => {
    expect(parseListRow(row(over)).price).toBeUndefined();
  });

  test('whose date cannot be read says so by a date of nothing', () => {
    expect(parseListRow(row({ effectiveDate: 'soon' })).effectiveAt).toBe(0);
  });

  test.each(['{"product":{}}', '{}', '[]', 'null'])('that is none (%s) is a broken answer', (text) => {
    expect(() => parseListRow(text)).toThrow(SchemaError);
  });

  test('that is no JSON is a broken answer', () => {
    expect(() => parseListRow('<html>')).toThrow(SyntaxError);
  });
});

describe('the price of a type in a region', () => {
  test('is the one BoxUsage row of that region', () => {
    expect(pick(row())).toMatchObject({ outcome: 'value', price: { micro: 55_040_000 } });
  });

  test.each(['USW2-BoxUsage:p5.48xlarge', 'EU-BoxUsage:p5.48xlarge', 'BoxUsage:p5.48xlarge'])(
    'is found under %s',
    (usagetype) => {
      expect(pick(row({ attributes: { usagetype } }))).toMatchObject({ outcome: 'value' });
    },
  );

  test.each([
    'UnusedBox:p5.48xlarge',
    'DedicatedUsage:p5.48xlarge',
    'Reservation:p5.48xlarge',
    'BoxUsage:p5x48xlarge',
    'BoxUsage:p5.48xlarge.metal',
    'NotBoxUsage:p5.48xlarge',
  ])('is not %s', (usagetype) => {
    expect(pick(row({ attributes: { usagetype } }))).toEqual({ outcome: 'not_sold' });
  });

  test('is ambiguous with two rows, never the cheaper', () => {
    const block = row({ usd: '0.0000000000', attributes: { operation: 'RunInstances:CB' } });
    expect(pick(row(), row())).toEqual({ outcome: 'failed' });
    expect(pick(row(), block)).toEqual({ outcome: 'failed' });
  });

  test('is never nothing: a lone Capacity Block row is ambiguous', () => {
    expect(pick(row({ usd: '0.0000000000', attributes: { operation: 'RunInstances:CB' } }))).toEqual({
      outcome: 'failed',
    });
  });

  test('is not the free tier, which has no region, and not another region’s', () => {
    expect(pick(row({ attributes: { regionCode: '' } }))).toEqual({ outcome: 'not_sold' });
    expect(pick(row({ attributes: { regionCode: 'us-west-2' } }))).toEqual({ outcome: 'not_sold' });
    expect(pick()).toEqual({ outcome: 'not_sold' });
  });
});
