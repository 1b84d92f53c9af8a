/** The EC2 quotas the stand-in knows: codes and names from facts/accelerators.md section 6 and the EC2 quota pages. */
export interface QuotaFacts {
  readonly code: string;
  readonly name: string;
  readonly kind: 'accelerator' | 'other';
  /** The Class dimension of AWS/Usage; none for Trn and for Capacity Blocks. */
  readonly usageClass: string | undefined;
  readonly adjustable: boolean;
  readonly defaultValue: number;
  /** The values an account goes through, step by step, as its requests are approved. */
  readonly ladder: readonly number[];
}

const P = [0, 192, 384, 768, 1152, 1536, 1920];
const G = [0, 64, 128, 256, 512, 768, 920];
const SMALL = [0, 64, 128, 256, 512];

type Row = readonly [code: string, name: string, usageClass: string | undefined, ladder: readonly number[]];

const INSTANCES: readonly Row[] = [
  ['L-417A185B', 'Running On-Demand P instances', 'P/OnDemand', P],
  ['L-7212CCBC', 'All P4, P3 and P2 Spot Instance Requests', 'P/Spot', P],
  ['L-C4BD4855', 'All P5 Spot Instance Requests', 'P5/Spot', P],
  ['L-DB2E81BA', 'Running On-Demand G and VT instances', 'G/OnDemand', G],
  ['L-3819A6DF', 'All G and VT Spot Instance Requests', 'G/Spot', G],
  ['L-2C3B7624', 'Running On-Demand Trn instances', undefined, SMALL],
  ['L-6B0D517C', 'All Trn Spot Instance Requests', undefined, SMALL],
  ['L-1945791B', 'Running On-Demand Inf instances', 'Inf/OnDemand', SMALL],
  ['L-B5D1601B', 'All Inf Spot Instance Requests', 'Inf/Spot', SMALL],
  ['L-6E869C2A', 'Running On-Demand DL instances', 'DL/OnDemand', [0, 96, 192]],
  ['L-85EED4F7', 'All DL Spot Instance Requests', 'DL/Spot', [0, 96, 192]],
  ['L-74FC7D96', 'Running On-Demand F instances', 'F/OnDemand', [0, 64, 128, 176]],
  ['L-88CF9481', 'All F Spot Instance Requests', 'F/Spot', [0, 64, 128, 176]],
];

// family, per account, per organization
const BLOCKS: readonly (readonly [string, string, string])[] = [
  ['P4d', 'L-2C8F52B3', 'L-B67430DE'],
  ['P5', 'L-DA6814F2', 'L-8131B2C6'],
  ['P5e', 'L-C45F30BC', 'L-AD1D1866'],
  ['P5en', 'L-4F9BB70B', 'L-7EA86503'],
  ['Trn1', 'L-2E30FD7D', 'L-C4947F9A'],
  ['Trn2', 'L-64569A79', 'L-24E8B4C0'],
];

// Nothing to do with accelerators: every listing has them in between. The last is often taken for a Trn quota.
const OTHERS: readonly (readonly [...Row, defaultValue: number, adjustable: boolean])[] = [
  [
    'L-1216C47A',
    'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    'Standard/OnDemand',
    [32, 256, 1152, 3000],
    5,
    true,
  ],
  [
    'L-34B43A08',
    'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
    'Standard/Spot',
    [32, 640],
    5,
    true,
  ],
  ['L-7295265B', 'Running On-Demand X instances', undefined, [0, 128], 0, true],
  ['L-E3A00192', 'All X Spot Instance Requests', 'X/Spot', [0, 128], 0, true],
  ['L-43DA4232', 'Running On-Demand High Memory instances', 'HighMem/OnDemand', [0, 448], 0, true],
  ['L-0263D0A3', 'EC2-VPC Elastic IPs', undefined, [5, 10, 20], 5, true],
  ['L-B665C33B', 'AMIs', undefined, [50_000], 50_000, true],
  ['L-3E6EC3A3', 'VPN connections per region', undefined, [50], 50, false],
  ['L-5480EFD2', 'Running Dedicated inf Hosts', undefined, [0], 0, true],
];

const instances = INSTANCES.map(
  ([code, name, usageClass, ladder]): QuotaFacts => ({
    code,
    name,
    kind: 'accelerator',
    usageClass,
    adjustable: true,
    defaultValue: 0,
    ladder,
  }),
);

const block = (code: string, family: string, scope: string, ladder: readonly number[]): QuotaFacts => ({
  code,
  name: `Concurrent ${family} Capacity Blocks per ${scope}`,
  kind: 'accelerator',
  usageClass: undefined,
  adjustable: true,
  defaultValue: 0,
  ladder,
});

const blocks = BLOCKS.flatMap(([family, own, shared]) => [
  block(own, family, 'account', [0, 192, 768, 1536, 3072]),
  block(shared, family, 'organization', [0, 768, 3072, 6144]),
]);

const others = OTHERS.map(
  ([code, name, usageClass, ladder, defaultValue, adjustable]): QuotaFacts => ({
    code,
    name,
    kind: 'other',
    usageClass,
    adjustable,
    defaultValue,
    ladder,
  }),
);

/** In the order of their codes, which is no order at all to a reader. */
export const QUOTAS: readonly QuotaFacts[] = [...instances, ...blocks, ...others].sort((one, other) =>
  one.code < other.code ? -1 : 1,
);

export const quotaOf = (code: string): QuotaFacts | undefined => QUOTAS.find((quota) => quota.code === code);

export const quotaOfClass = (usageClass: string): QuotaFacts | undefined =>
  QUOTAS.find((quota) => quota.usageClass === usageClass);
