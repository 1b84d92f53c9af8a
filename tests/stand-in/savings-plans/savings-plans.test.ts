import {
  DescribeSavingsPlansOfferingRatesCommand,
  type DescribeSavingsPlansOfferingRatesCommandInput,
  type SavingsPlanOfferingRate,
} from '@aws-sdk/client-savingsplans';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import { refusalOf, savingsPlansFor, standInFor } from '../testing/clients.ts';

type Input = DescribeSavingsPlansOfferingRatesCommandInput;

async function rates(standIn: StandIn, input: Input): Promise<SavingsPlanOfferingRate[]> {
  const client = savingsPlansFor(standIn);
  const found: SavingsPlanOfferingRate[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeSavingsPlansOfferingRatesCommand({ ...input, ...(nextToken ? { nextToken } : {}) }),
    );
    found.push(...(page.searchResults ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(nextToken).toBe('');
  return found;
}

const filter = (name: string, ...values: string[]) => ({ name: name as 'region', values });
const P5 = [filter('region', 'us-east-1'), filter('instanceType', 'p5.48xlarge')];
const plain = (rows: readonly SavingsPlanOfferingRate[]) =>
  rows.filter((row) => !/UnusedBox|Dedicated/.test(row.usageType ?? ''));
const property = (row: SavingsPlanOfferingRate | undefined, name: string) =>
  row?.properties?.find((entry) => entry.name === name)?.value;

describe('rates', () => {
  test('two plans, two terms and three ways to pay, each cheaper than on demand', async () => {
    const filters = [...P5, filter('tenancy', 'shared'), filter('productDescription', 'Linux/UNIX')];
    const rows = plain(await rates(await standInFor(), { filters }));
    expect(rows).toHaveLength(12);
    expect(new Set(rows.map((row) => row.savingsPlanOffering?.offeringId)).size).toBe(12);
    expect(rows.every((row) => Number(row.rate) > 20 && Number(row.rate) < 55.04)).toBe(true);
    const rateOf = (planType: string, seconds: number, payment: string) =>
      Number(
        rows.find(
          ({ savingsPlanOffering: plan }) =>
            plan?.planType === planType && plan.durationSeconds === seconds && plan.paymentOption === payment,
        )?.rate,
      );
    expect(rateOf('Compute', 94608000, 'All Upfront')).toBeLessThan(
      rateOf('Compute', 31536000, 'All Upfront'),
    );
    expect(rateOf('EC2Instance', 31536000, 'No Upfront')).toBeLessThan(
      rateOf('Compute', 31536000, 'No Upfront'),
    );
    expect(rows[0]).toMatchObject({
      unit: 'Hrs',
      serviceCode: 'AmazonEC2',
      usageType: 'BoxUsage:p5.48xlarge',
    });
    expect(property(rows[0], 'region')).toBe('us-east-1');
  });

  test('unused, dedicated and Windows rows come along unless filtered out', async () => {
    const rows = await rates(await standInFor(), { filters: P5 });
    expect(new Set(rows.map((row) => row.usageType?.split(':')[0]))).toEqual(
      new Set(['BoxUsage', 'UnusedBox', 'DedicatedUsage']),
    );
    expect(new Set(rows.map((row) => property(row, 'productDescription')))).toEqual(
      new Set(['Linux/UNIX', 'Windows']),
    );
  });

  test('a type without an on-demand price is absent', async () => {
    const standIn = await standInFor();
    const filters = [filter('region', 'us-east-2'), filter('instanceFamily', 'trn2', 'p5')];
    const rows = await rates(standIn, { filters, savingsPlanTypes: ['Compute'] });
    expect(new Set(rows.map((row) => property(row, 'instanceFamily')))).toEqual(new Set(['p5']));
  });

  test('pages of any size hold the same rows, and the regions have their prefixes', async () => {
    const standIn = await standInFor();
    const input: Input = {
      filters: [filter('instanceFamily', 'g5'), filter('region', 'us-west-2')],
      savingsPlanPaymentOptions: ['No Upfront'],
      savingsPlanTypes: ['EC2Instance'],
    };
    const whole = await rates(standIn, input);
    expect(await rates(standIn, { ...input, maxResults: 7 })).toEqual(whole);
    expect(plain(whole)[0]?.usageType).toMatch(/^USW2-BoxUsage:g5\./);
    const id = whole[0]?.savingsPlanOffering?.offeringId ?? '';
    const own = await rates(standIn, {
      savingsPlanOfferingIds: [id],
      filters: [filter('instanceType', 'g5.xlarge')],
    });
    expect(new Set(own.map((row) => row.savingsPlanOffering?.offeringId))).toEqual(new Set([id]));
  });
});

describe('refusals', () => {
  test('name what is wrong in the header of the answer', async () => {
    const standIn = await standInFor();
    const refused = (input: object, options = {}) =>
      refusalOf(savingsPlansFor(standIn, options).send(new DescribeSavingsPlansOfferingRatesCommand(input)));
    expect(await refused({ filters: [filter('colour', 'blue')] })).toEqual({
      name: 'ValidationException',
      status: 400,
    });
    expect((await refused({ maxResults: 1001 })).name).toBe('ValidationException');
    expect((await refused({ nextToken: 'made-up' })).name).toBe('ValidationException');
    expect((await refused({}, { region: 'eu-west-1' })).name).toBe('InvalidSignatureException');
    expect(await refused({}, { accessKeyId: 'AKIAEXPIRED1' })).toEqual({
      name: 'ExpiredTokenException',
      status: 403,
    });
    standIn.faults.add({ service: 'savingsplans', kind: 'throttle' });
    expect(await refused({})).toEqual({ name: 'ThrottlingException', status: 429 });
    standIn.faults.add({ service: 'savingsplans', kind: 'status500' });
    expect(await refused({})).toEqual({ name: 'InternalServerException', status: 500 });
  });

  test('one bad rate, on request', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'bad-price', value: '-1' });
    const { searchResults = [] } = await savingsPlansFor(standIn).send(
      new DescribeSavingsPlansOfferingRatesCommand({ filters: P5 }),
    );
    expect(searchResults.filter((row) => row.rate === '-1')).toHaveLength(1);
  });
});
