import { describe, expect, test } from 'vitest';
import { limitsFamily, QUOTA_KINDS, quotaGroup, recogniseQuota } from './quotas.ts';

describe('a quota is recognised', () => {
  test.each([
    ['L-417A185B', 'Running On-Demand P instances', 'on-demand', ['p']],
    ['L-C4BD4855', 'All P5 Spot Instance Requests', 'spot', ['p5']],
    ['L-7212CCBC', 'All P4, P3 and P2 Spot Instance Requests', 'spot', ['p4', 'p3', 'p2']],
    ['L-DB2E81BA', 'Running On-Demand G and VT instances', 'on-demand', ['g', 'vt']],
    ['L-DA6814F2', 'Concurrent P5 Capacity Blocks per account', 'capacity-block', ['p5']],
    ['L-8131B2C6', 'P5 Capacity Blocks per organization', 'capacity-block-organization', ['p5']],
  ])('%s %s', (code, name, scope, families) => {
    expect(recogniseQuota(code, name)).toEqual({ code, name, scope, families });
  });

  test('by an old name under a code we know: the letter then meant the older generations only', () => {
    expect(recogniseQuota('L-7212CCBC', 'All P Spot Instance Requests')?.families).toEqual([
      'p4',
      'p3',
      'p2',
    ]);
  });

  test('by its name where the code is new', () => {
    expect(recogniseQuota('L-00000001', 'All P6 Spot Instance Requests')).toMatchObject({
      scope: 'spot',
      families: ['p6'],
    });
    expect(recogniseQuota('L-00000002', 'Concurrent P6-B200 Capacity Blocks per account')).toMatchObject({
      scope: 'capacity-block',
      families: ['p6-b200'],
    });
    expect(recogniseQuota('L-00000003', 'Concurrent P4de Capacity Blocks per organisation')).toMatchObject({
      scope: 'capacity-block-organization',
      families: ['p4de'],
    });
  });

  test('by its name where AWS has widened one that we know', () => {
    const widened = recogniseQuota('L-C4BD4855', 'All P6 and P5 Spot Instance Requests');
    expect(widened?.families).toEqual(['p6', 'p5']);
    expect(widened && limitsFamily(widened, 'p6-b200')).toBe(true);
  });

  test.each([
    ['L-1216C47A', 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances'],
    ['L-34B43A08', 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests'],
    ['L-5480EFD2', 'Running Dedicated inf Hosts'],
    ['L-43DA4232', 'Running On-Demand High Memory instances'],
    ['L-0263D0A3', 'EC2-VPC Elastic IPs'],
    ['L-3E6EC3A3', 'VPN connections per region'],
    ['L-74FC7D96', 'Running On-Demand F instances'],
  ])('%s %s is about no accelerator that we watch', (code, name) => {
    expect(recogniseQuota(code, name)).toBeUndefined();
  });
});

describe('which families a quota limits', () => {
  const limited = (code: string) => {
    const kind = QUOTA_KINDS.find((one) => one.code === code)!;
    const families = 'p2 p3dn p4d p4de p5 p5e p5en p6-b200 p6e-gb200 g6e gr6 g6f inf2 trn1n trn2 trn2u dl2q';
    return families.split(' ').filter((family) => limitsFamily(kind, family));
  };

  test.each([
    ['L-417A185B', ['p2', 'p3dn', 'p4d', 'p4de', 'p5', 'p5e', 'p5en', 'p6-b200', 'p6e-gb200']],
    ['L-C4BD4855', ['p5', 'p5e', 'p5en']],
    ['L-7212CCBC', ['p2', 'p3dn', 'p4d', 'p4de']],
    ['L-3819A6DF', ['g6e', 'gr6', 'g6f']],
    ['L-2C3B7624', ['trn1n', 'trn2', 'trn2u']],
    ['L-DA6814F2', ['p5']],
    ['L-2C8F52B3', ['p4d']],
    ['L-64569A79', ['trn2']],
  ])('%s', (code, families) => {
    expect(limited(code)).toEqual(families);
  });

  test('P6 on spot by none that AWS has published, nor by a name that says P alone', () => {
    const spot = QUOTA_KINDS.filter((kind) => kind.scope === 'spot');
    expect(spot.filter((kind) => limitsFamily(kind, 'p6-b200'))).toEqual([]);
    const vague = recogniseQuota('L-00000004', 'All P Spot Instance Requests')!;
    expect(limitsFamily(vague, 'p6-b200')).toBe(false);
  });

  test('a block quota of P6 limits P6-B200 and not P6e', () => {
    const p6 = recogniseQuota('L-00000005', 'P6 Capacity Blocks per account')!;
    expect(['p6-b200', 'p6-b300', 'p6e-gb200'].map((family) => limitsFamily(p6, family))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

test('every code is there once, and belongs to a group', () => {
  expect(new Set(QUOTA_KINDS.map((kind) => kind.code)).size).toBe(QUOTA_KINDS.length);
  expect(QUOTA_KINDS.every((kind) => quotaGroup(kind.families[0] ?? '') !== undefined)).toBe(true);
  expect(['p6e-gb200', 'gr6', 'trn2u', 'dl2q'].map(quotaGroup)).toEqual(['P', 'G and VT', 'Trn', 'DL']);
});
