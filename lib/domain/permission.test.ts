import { expect, test } from 'vitest';
import { denialText, deniedAction, iamAction } from './permission.ts';

const EC2 =
  'UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/desk is not authorized to perform: ec2:DescribeCapacityBlockOfferings because no identity-based policy allows the ec2:DescribeCapacityBlockOfferings action';

test('the action is the one that AWS names, first in the line, and the account is not told', () => {
  const text = denialText(EC2, 'ec2:DescribeRegions');
  expect(text).toMatch(/^ec2:DescribeCapacityBlockOfferings is not allowed\. UnauthorizedOperation: /);
  expect(text).toContain('arn:aws:iam::…9012:user/desk');
  expect(deniedAction(text)).toBe('ec2:DescribeCapacityBlockOfferings');
});

test('where AWS names none, it is the action of the call', () => {
  const says = 'UnauthorizedOperation: You are not authorized to perform this operation.';
  expect(deniedAction(denialText(says, 'ec2:DescribeRegions'))).toBe('ec2:DescribeRegions');
  expect(deniedAction(denialText(says, undefined))).toBeUndefined();
});

test('it is found within a longer line, and nowhere else', () => {
  expect(deniedAction('3 types, first p5.48xlarge: pricing:GetProducts is not allowed. x')).toBe(
    'pricing:GetProducts',
  );
  expect(deniedAction(null)).toBeUndefined();
  expect(deniedAction('RequestLimitExceeded: slow down')).toBeUndefined();
});

test('quotas have another name in IAM', () => {
  expect(iamAction({ service: 'service-quotas', action: 'ListServiceQuotas' })).toBe(
    'servicequotas:ListServiceQuotas',
  );
  expect(iamAction({ service: 'ec2', action: 'DescribeRegions' })).toBe('ec2:DescribeRegions');
});
