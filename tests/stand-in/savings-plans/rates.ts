import { GOVCLOUD, REGIONS } from '../region-facts.ts';
import type { ListPrice, PriceList } from '../sources/market-source.ts';
import { PLANS, type Plan } from './plans.ts';

/** One use of a type that a plan has a rate for. */
interface Usage {
  readonly usage: string;
  readonly operation: string;
  readonly product: string;
  readonly tenancy: 'shared' | 'dedicated';
  /** Dollars per hour from the discounted on-demand price. Licences and single tenancy are never discounted. */
  readonly usd: (discounted: number, listed: number, vcpu: number) => number;
}

const same = (discounted: number): number => discounted;

const USAGES: readonly Usage[] = [
  { usage: 'BoxUsage', operation: 'RunInstances', product: 'Linux/UNIX', tenancy: 'shared', usd: same },
  // A reservation left unused is still paid for: same words as the plain row but for the usage type.
  { usage: 'UnusedBox', operation: 'RunInstances', product: 'Linux/UNIX', tenancy: 'shared', usd: same },
  {
    usage: 'DedicatedUsage',
    operation: 'RunInstances',
    product: 'Linux/UNIX',
    tenancy: 'dedicated',
    usd: (discounted, listed) => discounted + 0.1 * listed,
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:0002',
    product: 'Windows',
    tenancy: 'shared',
    usd: (discounted, _listed, vcpu) => discounted + 0.046 * vcpu,
  },
];

export interface Rate {
  readonly plan: Plan;
  readonly region: string;
  readonly type: string;
  readonly family: string;
  readonly product: string;
  readonly tenancy: string;
  readonly usageType: string;
  readonly operation: string;
  /** Dollars per hour of use. */
  readonly usd: number;
}

function ratesOf({ region, facts, usd }: ListPrice): Rate[] {
  // No on-demand price, nothing to take a share of: the type is simply not there.
  if (usd === undefined) return [];
  const prefix = (REGIONS.get(region) ?? GOVCLOUD.get(region))?.pricePrefix ?? '';
  const { type, vcpu } = facts;
  const family = type.slice(0, type.indexOf('.'));
  const listed = Number(usd);
  return PLANS.flatMap((plan) =>
    USAGES.map(({ usage, operation, product, tenancy, usd: own }) => ({
      plan,
      region,
      type,
      family,
      product,
      tenancy,
      operation,
      usageType: `${prefix === '' ? '' : `${prefix}-`}${usage}:${type}`,
      usd: own(listed * plan.share, listed, vcpu),
    })),
  );
}

const known = new WeakMap<PriceList, readonly Rate[]>();

/** Every rate of a price list, in its order. */
export function ratesFrom(list: PriceList): readonly Rate[] {
  const rates = known.get(list) ?? list.prices.flatMap(ratesOf);
  known.set(list, rates);
  return rates;
}
