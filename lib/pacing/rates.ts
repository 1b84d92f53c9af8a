/** Calls per second and burst of one API action in one region, in an account. */
export type Rate = { burst: number; perSecond: number };

/** What AWS allows; where nothing is published, a guess on the careful side. */
type Documented = Rate & { published: boolean };

/**
 * EC2 API throttling (docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html), Price List and Service Quotas
 * quotas. The keys are `service` or, where one action has a bucket of its own, `service:action`.
 */
const DOCUMENTED: Readonly<Record<string, Documented>> = {
  ec2: { burst: 100, perSecond: 20, published: true },
  'ec2:DescribeCapacityBlockOfferings': { burst: 10, perSecond: 0.15, published: true },
  pricing: { burst: 10, perSecond: 5, published: true },
  'service-quotas': { burst: 10, perSecond: 10, published: true },
  cloudwatch: { burst: 10, perSecond: 10, published: false },
  savingsplans: { burst: 4, perSecond: 2, published: false },
  sagemaker: { burst: 4, perSecond: 1, published: false },
  'spot-advisor': { burst: 2, perSecond: 0.2, published: false },
};

/** Two thirds of a bucket that people need as well: one call every ten seconds (spec 2.10). */
const OWN: Readonly<Record<string, Rate>> = {
  'ec2:DescribeCapacityBlockOfferings': { burst: 5, perSecond: 0.1 },
};

/** However often AWS says no, an action is tried again at this rate. */
export const SLOWEST_PER_SECOND = 0.02;

/** What AWS documents for an action; undefined where nothing is published. */
export function documentedRate(service: string, action: string): Rate | undefined {
  const found = DOCUMENTED[`${service}:${action}`] ?? DOCUMENTED[service];
  return found?.published === true ? { burst: found.burst, perSecond: found.perSecond } : undefined;
}

/** How fast we go ourselves: half of what AWS allows, because other tools of the account share the bucket. */
export function ownRate(service: string, action: string): Rate {
  const own = OWN[`${service}:${action}`];
  if (own !== undefined) return own;
  const { burst, perSecond } = DOCUMENTED[`${service}:${action}`] ??
    DOCUMENTED[service] ?? { burst: 2, perSecond: 1 };
  return { burst: Math.max(1, burst / 2), perSecond: perSecond / 2 };
}
