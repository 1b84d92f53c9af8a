/**
 * What training plans are sold for: published Capacity Block rates in dollars per instance-hour and the regions of the
 * user guide (facts/accelerators.md section 5, rates of 2026-08-01).
 */
export interface PlanType {
  readonly blockUsd: number;
  readonly regions: readonly string[];
  /** The Local Zone it is sold in, where it is not sold in ordinary zones. */
  readonly zoneName?: string;
}

const split = (regions: string): string[] => regions.split(' ');

const P5E =
  'us-east-1 us-east-2 us-west-1 us-west-2 eu-north-1 eu-west-2 ap-northeast-1 ap-south-1 ap-southeast-2 ap-southeast-3 sa-east-1';

export const PLAN_TYPES: Readonly<Record<string, PlanType>> = {
  'ml.p6-b300.48xlarge': {
    blockUsd: 112.32,
    regions: split('us-east-1 us-west-2 ap-northeast-2 ap-southeast-3'),
  },
  'ml.p6-b200.48xlarge': { blockUsd: 98.84, regions: split('us-east-1 us-east-2 us-west-2 ap-south-1') },
  'ml.p5en.48xlarge': { blockUsd: 54.92, regions: split(P5E.replace('sa-east-1', 'ap-northeast-2')) },
  'ml.p5e.48xlarge': { blockUsd: 47.76, regions: split(P5E) },
  'ml.p5.48xlarge': { blockUsd: 41.528, regions: split(P5E) },
  'ml.p5.4xlarge': {
    blockUsd: 5.191,
    regions: split('us-east-1 us-east-2 us-west-2 eu-west-2 ap-northeast-1 ap-south-1 sa-east-1'),
  },
  'ml.p4de.24xlarge': { blockUsd: 17.712, regions: split('us-east-1 us-west-2') },
  'ml.p4d.24xlarge': { blockUsd: 11.8, regions: split('us-east-1 us-east-2 us-west-2') },
  'ml.trn2.48xlarge': { blockUsd: 35.7608, regions: ['us-east-2'] },
  'ml.trn1.32xlarge': {
    blockUsd: 9.532,
    regions: split('us-east-1 us-east-2 us-west-2 eu-north-1 ap-south-1 ap-southeast-2'),
  },
  // Known to the model, sold as UltraServers alone.
  'ml.p6e-gb200.36xlarge': { blockUsd: 42.328, regions: [] },
};

/** One UltraServer is one unit here: the rate is for all of it. */
export const ULTRASERVERS: Readonly<Record<string, PlanType & { readonly instances: number }>> = {
  'ml.u-p6e-gb200x72': {
    blockUsd: 761.904,
    regions: ['us-east-1'],
    zoneName: 'us-east-1-dfw-2a',
    instances: 18,
  },
};

/** Elsewhere the operation does not exist at all. */
export const PLAN_REGIONS: ReadonlySet<string> = new Set(
  Object.values(PLAN_TYPES).flatMap((type) => type.regions),
);
