import { DESCRIBED } from './described.ts';

const US = 'us-east-1 us-east-2 us-west-2';
const WIDE = `${US} us-west-1 eu-north-1 eu-west-2 ap-northeast-1 ap-south-1 ap-southeast-2 ap-southeast-3`;

/**
 * Where each type is sold as a Capacity Block, for the time before AWS has been asked (EC2 User Guide, Capacity Blocks
 * for ML, copy of 2026 read 2026-11-22). The usage classes that DescribeInstanceTypes lists win over it.
 */
const SOLD_IN: Readonly<Record<string, string>> = {
  'p6-b300.48xlarge': 'us-east-1 us-west-2 ap-northeast-2 ap-south-2 ap-southeast-3 us-gov-east-1',
  'p6-b200.48xlarge': `${US} ap-south-1 ap-south-2 us-gov-east-1 us-gov-west-1`,
  'p5en.48xlarge': `${WIDE} eu-south-2 ap-northeast-2`,
  'p5e.48xlarge': `${WIDE} sa-east-1`,
  'p5.48xlarge': `${WIDE} sa-east-1`,
  'p5.4xlarge': `${US} eu-west-2 ap-northeast-1 ap-south-1 ap-southeast-2 sa-east-1`,
  'p4de.24xlarge': 'us-east-1 us-west-2',
  'p4d.24xlarge': US,
  'trn2.48xlarge': 'us-east-2',
  'trn2.3xlarge': 'ap-southeast-4 sa-east-1',
  'trn1.32xlarge': `${US} eu-north-1 ap-south-1 ap-southeast-2 ap-southeast-4`,
};

/** Every type and region of the table. */
export const DESCRIBED_BLOCKS: readonly { instanceType: string; region: string }[] = Object.entries(
  SOLD_IN,
).flatMap(([instanceType, regions]) => regions.split(' ').map((region) => ({ instanceType, region })));

/** Types that come in UltraServers only: asked for alone they are refused. */
export function isSoldAlone(instanceType: string): boolean {
  return DESCRIBED.get(instanceType)?.status !== 'ultraserver-only';
}

/** Capacity Block quotas in vCPU, per account (Service Quotas, EC2; none was found for p4de and the p6 families). */
const QUOTA_CODES: Readonly<Record<string, string>> = {
  p4d: 'L-2C8F52B3',
  p5: 'L-DA6814F2',
  p5e: 'L-C45F30BC',
  p5en: 'L-4F9BB70B',
  trn1: 'L-2E30FD7D',
  trn2: 'L-64569A79',
};

/** The code of the quota that bounds blocks of a type; undefined where none is known. */
export function blockQuotaCode(item: string): string | undefined {
  return QUOTA_CODES[item.split('.')[0] ?? ''];
}
