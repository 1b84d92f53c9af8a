import { HOME_REGION } from '#lib/domain/region.ts';

type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action?: string[];
  NotAction?: string[];
  Resource: '*';
  Condition?: { StringEquals: { 'aws:RequestedRegion': string[] } };
};
export type Policy = { Version: '2012-10-17'; Statement: Statement[] };

export type PolicyInput = {
  /** IAM actions such as ec2:DescribeRegions. */
  actions: readonly string[];
  /** The watched regions; none stands for every region, and then there is no condition. */
  regions: readonly string[];
  /** With a statement that denies everything else, for a role that may carry broader policies as well. */
  deny: boolean;
};

/** Costs no permission and tells people whose credentials these are. */
const IDENTITY = 'sts:GetCallerIdentity';

/**
 * The policy document that lets the given actions be called and nothing else. EC2's Describe actions know no
 * resources, so Resource is a star (service authorization reference). Price list, savings plans, region list and
 * placement scores are asked for in us-east-1 whatever is watched, so that region is always among those allowed.
 */
export function buildPolicy({ actions, regions, deny }: PolicyInput): Policy {
  const allowed = sorted(actions);
  const where =
    regions.length === 0
      ? {}
      : { Condition: { StringEquals: { 'aws:RequestedRegion': sorted([...regions, HOME_REGION]) } } };
  const reads: Statement = {
    Sid: 'ChipdeskReads',
    Effect: 'Allow',
    Action: allowed,
    Resource: '*',
    ...where,
  };
  if (!deny) return { Version: '2012-10-17', Statement: [reads] };
  const rest: Statement = {
    Sid: 'NeverAnythingElse',
    Effect: 'Deny',
    NotAction: sorted([...allowed, IDENTITY]),
    Resource: '*',
  };
  return { Version: '2012-10-17', Statement: [reads, rest] };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
