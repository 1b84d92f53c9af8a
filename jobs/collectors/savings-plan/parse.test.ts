import { describe, expect, test } from 'vitest';
import type { MicroUsd } from '#lib/domain/money.ts';
import { type PlanRate, readRate, settle } from './parse.ts';

const REGION = 'us-west-2';
const plan = {
  paymentOption: 'No Upfront',
  planType: 'Compute',
  durationSeconds: 31_536_000,
  currency: 'USD',
};
const row = {
  savingsPlanOffering: plan,
  rate: '42.93120',
  unit: 'Hrs',
  usageType: 'USW2-BoxUsage:p5.48xlarge',
  operation: 'RunInstances',
  properties: [
    { name: 'region', value: REGION },
    { name: 'instanceType', value: 'p5.48xlarge' },
    { name: 'tenancy', value: 'shared' },
  ],
};
const readWith = (more: object) => readRate({ ...row, ...more }, REGION);
const planWith = (more: object) => readWith({ savingsPlanOffering: { ...plan, ...more } });

describe('a rate', () => {
  test('is of one type under one plan, as AWS wrote it', () => {
    expect(readRate(row, REGION)).toEqual({
      kept: {
        instanceType: 'p5.48xlarge',
        qualifier: 'Compute/1y/No Upfront',
        price: { micro: 42_931_200, scale: 5 },
      },
    });
  });

  test('of us-east-1 has a usage type without a prefix', () => {
    const properties = [{ name: 'region', value: 'us-east-1' }];
    const read = readRate({ ...row, usageType: 'BoxUsage:p5.48xlarge', properties }, 'us-east-1');
    expect(read).toMatchObject({ kept: { instanceType: 'p5.48xlarge' } });
  });

  test('has its region from the region property: one of another region is refused, not moved here', () => {
    const properties = [{ name: 'region', value: 'us-east-1' }];
    expect(readWith({ properties })).toEqual({
      refused: 'p5.48xlarge Compute/1y/No Upfront: the region is us-east-1, not us-west-2',
    });
    expect(readWith({ properties: [] })).toMatchObject({ refused: expect.stringContaining('missing') });
  });

  test.each(['USW2-UnusedBox:p5.48xlarge', 'USW2-DedicatedUsage:p5.48xlarge', 'USW2-UnusedDed:p5.48xlarge'])(
    '%s is dropped: it is no use of a shared instance',
    (usageType) => expect(readWith({ usageType })).toBeUndefined(),
  );

  test('of a dedicated host is dropped whatever its usage type', () => {
    const properties = [...row.properties.slice(0, 2), { name: 'tenancy', value: 'dedicated' }];
    expect(readWith({ properties })).toBeUndefined();
  });

  test.each([
    ['a plan for something else', { planType: 'SageMaker' }],
    ['a term that is not sold yet', { durationSeconds: 157_680_000 }],
    ['a way to pay that is not known', { paymentOption: 'Monthly' }],
  ])('%s is about something else', (_, more) => expect(planWith(more)).toBeUndefined());

  test.each(['', '0', '0.00000', '-1', '1e3', 'NaN', '12.0000001'])('%j is no rate', (rate) => {
    expect(readWith({ rate })).toMatchObject({ refused: expect.stringContaining('is no rate') });
  });

  test('in another currency, unit or shape is refused', () => {
    expect(planWith({ currency: 'CNY' })).toMatchObject({ refused: expect.stringContaining('CNY') });
    expect(readWith({ unit: 'Lambda-GB-Second' })).toMatchObject({
      refused: expect.stringContaining('unit'),
    });
    expect(readWith({ properties: undefined })).toMatchObject({
      refused: expect.stringContaining('properties'),
    });
  });
});

describe('several rows for one plan', () => {
  const rate = (micro: number): PlanRate => ({
    instanceType: 'p5.48xlarge',
    qualifier: 'Compute/1y/No Upfront',
    price: { micro: micro as MicroUsd, scale: 5 },
  });

  test('that say the same are one rate: a page may come twice', () => {
    expect(settle([rate(40), rate(40)])).toEqual([rate(40)]);
  });

  test('that differ are ambiguous, and never the cheaper one', () => {
    expect(settle([rate(40), rate(39), rate(40)])).toEqual([{ ...rate(40), price: 'ambiguous' }]);
  });
});
