import { GetAttributeValuesCommand, GetProductsCommand, paginateGetProducts } from '@aws-sdk/client-pricing';
import { describe, expect, test } from 'vitest';
import { pricingFor, refusalOf, standInFor } from './testing/clients.ts';

interface Item {
  product: { sku: string; attributes: Record<string, string> };
  terms: {
    OnDemand: Record<
      string,
      { priceDimensions: Record<string, { unit: string; endRange: string; pricePerUnit: { USD: string } }> }
    >;
  };
}

const term = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });

const PLAIN = [
  term('operatingSystem', 'Linux'),
  term('tenancy', 'Shared'),
  term('preInstalledSw', 'NA'),
  term('capacitystatus', 'Used'),
  term('marketoption', 'OnDemand'),
  term('licenseModel', 'No License required'),
];

const priceOf = (item: Item | undefined): string | undefined => {
  const offer = Object.values(item?.terms.OnDemand ?? {})[0];
  return Object.values(offer?.priceDimensions ?? {})[0]?.pricePerUnit.USD;
};

async function products(filters: ReturnType<typeof term>[], pageSize = 100): Promise<Item[]> {
  const client = pricingFor(await standInFor());
  const found: Item[] = [];
  for await (const page of paginateGetProducts(
    { client, pageSize },
    { ServiceCode: 'AmazonEC2', Filters: filters },
  )) {
    found.push(...(page.PriceList ?? []).map((item: unknown) => JSON.parse(String(item)) as Item));
  }
  return found;
}

describe('the price list', () => {
  test('has exactly one plain row for a type in a region', async () => {
    const rows = await products([
      ...PLAIN,
      term('instanceType', 'p5.48xlarge'),
      term('regionCode', 'us-east-1'),
    ]);
    expect(rows.map(priceOf)).toEqual(['55.0400000000']);
    expect(rows[0]?.product.attributes.usagetype).toBe('BoxUsage:p5.48xlarge');
    const west = await products([
      ...PLAIN,
      term('instanceType', 'p5.48xlarge'),
      term('regionCode', 'us-west-2'),
    ]);
    expect(west[0]?.product.attributes.usagetype).toBe('USW2-BoxUsage:p5.48xlarge');
  });

  test('sets every known trap for a query with fewer filters', async () => {
    const rows = await products([term('instanceType', 'p5.48xlarge'), term('regionCode', 'us-east-1')]);
    const attributes = rows.map((row) => row.product.attributes);
    const block = rows.find((row) => row.product.attributes.marketoption === 'CapacityBlock');
    expect(priceOf(block)).toBe('0.0000000000');
    expect(block?.product.attributes.operation).toBe('RunInstances:CB');
    expect(attributes.some((row) => row.usagetype === 'UnusedBox:p5.48xlarge')).toBe(true);
    expect(attributes.some((row) => row.tenancy === 'Dedicated')).toBe(true);
    expect(new Set(attributes.map((row) => row.operatingSystem))).toEqual(
      new Set(['Linux', 'Windows', 'RHEL', 'SUSE']),
    );
    expect(new Set(rows.map((row) => row.product.sku)).size).toBe(rows.length);
  });

  test('lists the free tier under no region', async () => {
    const rows = await products([...PLAIN, term('instanceType', 't3.micro')]);
    expect(rows.some((row) => row.product.attributes.regionCode === '')).toBe(true);
  });

  test('has no plain row for a type without an on-demand price', async () => {
    const where = [term('instanceType', 'trn2.48xlarge'), term('regionCode', 'us-east-2')];
    expect(await products([...PLAIN, ...where])).toEqual([]);
    expect(await products(where)).toHaveLength(1);
  });

  test('pages of any size hold the same rows', async () => {
    const filters = [...PLAIN, term('regionCode', 'us-east-1')];
    const skus = async (size: number) => (await products(filters, size)).map((row) => row.product.sku).sort();
    const whole = await skus(100);
    expect(whole.length).toBeGreaterThan(60);
    expect(await skus(7)).toEqual(whole);
  });

  test('knows every filter type', async () => {
    const client = pricingFor(await standInFor());
    const regionOnly = term('regionCode', 'eu-west-1');
    const count = async (Type: 'ANY_OF' | 'NONE_OF' | 'CONTAINS', Field: string, Value: string) => {
      const Filters = [...PLAIN, regionOnly, { Type, Field, Value }];
      return (
        (await client.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', Filters }))).PriceList
          ?.length ?? 0
      );
    };
    expect(await count('ANY_OF', 'instanceType', 'g5.xlarge, g5.2xlarge')).toBe(2);
    expect(await count('CONTAINS', 'instanceType', 'g5.')).toBe(8);
    expect(await count('NONE_OF', 'instanceType', 'g5.xlarge')).toBe(
      (await count('CONTAINS', 'instanceType', '')) - 1,
    );
  });

  test('is not hosted in other regions', async () => {
    const client = pricingFor(await standInFor(), { region: 'eu-north-1' });
    const refusal = await refusalOf(client.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2' })));
    expect(refusal.status).toBeUndefined();
    expect(refusal.name).not.toBe('no error');
  });

  test('refuses bad tokens, services and filters', async () => {
    const client = pricingFor(await standInFor());
    const refused = async (input: object) =>
      (await refusalOf(client.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', ...input })))).name;
    expect(await refused({ NextToken: 'made-up' })).toBe('InvalidNextTokenException');
    expect(await refused({ ServiceCode: 'AmazonNothing' })).toBe('NotFoundException');
    expect(await refused({ MaxResults: 101 })).toBe('InvalidParameterException');
  });

  test('still lists retired types', async () => {
    const client = pricingFor(await standInFor());
    const input = { ServiceCode: 'AmazonEC2', AttributeName: 'instanceType' };
    const { AttributeValues = [] } = await client.send(new GetAttributeValuesCommand(input));
    expect(AttributeValues.map((value) => value.Value)).toContain('p3.2xlarge');
  });
});
