import { expect, test } from 'vitest';
import { apiBudgets, type RegionUse } from './api-budget.ts';

const BLOCKS = { service: 'ec2', action: 'DescribeCapacityBlockOfferings' };
const use = (over: Partial<RegionUse>): RegionUse => ({
  service: 'ec2',
  action: 'DescribeRegions',
  region: 'us-east-1',
  calls: 1,
  throttled: 0,
  perSecond: 10,
  ...over,
});

test('Capacity Blocks lead, with what AWS allows in a region, what we take of it, and the busiest region’s share', () => {
  const before = [
    use({ calls: 900 }),
    use({ ...BLOCKS, calls: 270, throttled: 2, perSecond: 0.05 }),
    use({ ...BLOCKS, region: 'us-west-2', calls: 54, perSecond: 0.1 }),
  ];
  const since = [use({ ...BLOCKS, calls: 20, throttled: 1, perSecond: 0.08 })];
  const [blocks, regions] = apiBudgets(before, since);
  expect(blocks).toMatchObject({ action: 'ec2:DescribeCapacityBlockOfferings', calls: 344, throttled: 3 });
  expect(blocks?.documentedPerHour).toBeCloseTo(540);
  expect(blocks?.ownPerHour).toBeCloseTo(360);
  expect(blocks?.share).toBeCloseTo(0.5);
  expect(blocks?.regions).toEqual([
    { region: 'us-east-1', lastHour: 270, thisHour: 20, throttled: 3, perSecond: 0.08 },
    { region: 'us-west-2', lastHour: 54, thisHour: 0, throttled: 0, perSecond: 0.1 },
  ]);
  expect(regions?.action).toBe('ec2:DescribeRegions');
  expect(regions?.share).toBeCloseTo(900 / 72_000);
});

test('where AWS documents nothing the share is that of our own limit, and nothing is made up', () => {
  const sageMaker = { service: 'sagemaker', action: 'SearchTrainingPlanOfferings', perSecond: 0.5 };
  const [budget] = apiBudgets([use({ ...sageMaker, calls: 180 })], []);
  expect(budget).toMatchObject({ documentedPerHour: null, ownPerHour: 1800, share: 0.1 });
});

test('what AWS has refused comes before what it has not', () => {
  const refused = use({ action: 'DescribeInstanceTypes', throttled: 1 });
  expect(apiBudgets([use({ calls: 500 }), refused], []).map((budget) => budget.action)).toEqual([
    'ec2:DescribeInstanceTypes',
    'ec2:DescribeRegions',
  ]);
});

test('nothing was asked, nothing is shown', () => {
  expect(apiBudgets([], [])).toEqual([]);
});
