import { expect, test } from 'vitest';
import { buildPolicy } from './policy.ts';

const ACTIONS = ['pricing:GetProducts', 'ec2:DescribeRegions', 'ec2:DescribeRegions'];

test('every action once, and no condition where every region is watched', () => {
  expect(buildPolicy({ actions: ACTIONS, regions: [], deny: false })).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ChipdeskReads',
        Effect: 'Allow',
        Action: ['ec2:DescribeRegions', 'pricing:GetProducts'],
        Resource: '*',
      },
    ],
  });
});

test('the watched regions and the one in which prices are asked for, whatever is watched', () => {
  const [reads] = buildPolicy({
    actions: ACTIONS,
    regions: ['us-west-2', 'eu-west-1'],
    deny: false,
  }).Statement;
  expect(reads?.Condition).toEqual({
    StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1', 'us-west-2'] },
  });
});

test('on request everything else is denied, in every region, whatever other policies allow', () => {
  const [, deny] = buildPolicy({ actions: ACTIONS, regions: ['us-west-2'], deny: true }).Statement;
  expect(deny).toEqual({
    Sid: 'NeverAnythingElse',
    Effect: 'Deny',
    NotAction: ['ec2:DescribeRegions', 'pricing:GetProducts', 'sts:GetCallerIdentity'],
    Resource: '*',
  });
});
