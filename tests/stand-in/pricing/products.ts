import { hash32 } from '../hash.ts';
import { GOVCLOUD, REGIONS } from '../region-facts.ts';
import type { ListPrice, PriceList } from '../sources/market-source.ts';

type Attributes = Readonly<Record<string, string>>;

/** One row of the price list: what it is, and what it costs per hour. */
export interface Product {
  readonly sku: string;
  readonly family: string;
  readonly attributes: Attributes;
  readonly usd: string;
  readonly description: string;
  readonly endRange: string;
  readonly effectiveSeconds: number;
}

/** How a row differs from the plain one: Linux, shared, used, on demand. */
interface Variant {
  readonly usage: string;
  readonly operation: string;
  readonly attributes: Attributes;
  readonly usd: (listed: number, vcpu: number) => number;
  readonly words: string;
}

const same = (listed: number): number => listed;

const LINUX: Variant = {
  usage: 'BoxUsage',
  operation: 'RunInstances',
  attributes: {},
  usd: same,
  words: 'On Demand Linux',
};

// Everything a query without the full set of filters gets as well (facts/aws-apis.md 6.2).
const VARIANTS: readonly Variant[] = [
  {
    usage: 'UnusedBox',
    operation: 'RunInstances',
    attributes: { capacitystatus: 'UnusedCapacityReservation' },
    usd: same,
    words: 'Unused Reservation Linux',
  },
  {
    usage: 'Reservation',
    operation: 'RunInstances',
    attributes: { capacitystatus: 'AllocatedCapacityReservation' },
    usd: () => 0,
    words: 'Reservation Linux',
  },
  {
    usage: 'DedicatedUsage',
    operation: 'RunInstances',
    attributes: { tenancy: 'Dedicated' },
    usd: (listed) => listed * 1.1,
    words: 'Dedicated Linux',
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:0002',
    attributes: { operatingSystem: 'Windows' },
    usd: (listed, vcpu) => listed + 0.046 * vcpu,
    words: 'On Demand Windows',
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:0800',
    attributes: { operatingSystem: 'Windows', licenseModel: 'Bring your own license' },
    usd: same,
    words: 'On Demand Windows BYOL',
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:0010',
    attributes: { operatingSystem: 'RHEL' },
    usd: (listed, vcpu) => listed + (vcpu <= 4 ? 0.06 : 0.13),
    words: 'On Demand RHEL',
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:000g',
    attributes: { operatingSystem: 'SUSE' },
    usd: (listed, vcpu) => listed + (vcpu <= 8 ? 0.125 : 0.15),
    words: 'On Demand SUSE',
  },
  {
    usage: 'BoxUsage',
    operation: 'RunInstances:0004',
    attributes: { preInstalledSw: 'SQL Std' },
    usd: (listed, vcpu) => listed + 0.12 * Math.max(4, vcpu),
    words: 'On Demand Linux with SQL Std',
  },
];

// "Free p5": the Capacity Block row of a type, at 0.00 and told apart by marketoption alone.
const CAPACITY_BLOCK: Variant = {
  usage: 'BoxUsage',
  operation: 'RunInstances:CB',
  attributes: { marketoption: 'CapacityBlock' },
  usd: () => 0,
  words: 'Capacity Block Linux',
};

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function skuOf(key: string): string {
  let sku = '';
  for (let part = 0; part < 4; part += 1) {
    const bits = hash32(`${part} ${key}`);
    for (let shift = 0; shift < 20; shift += 5) sku += ALPHABET[(bits >>> shift) & 31];
  }
  return sku;
}

/** Ten decimals, without going through a float when the published text already says it. */
function tenDecimals(usd: number, published: string | undefined): string {
  if (published === undefined || Number(published) !== usd) return usd.toFixed(10);
  const [whole = '0', decimals = ''] = published.split('.');
  return `${whole}.${decimals.padEnd(10, '0')}`;
}

function gpuAttributes({ facts }: ListPrice): Attributes {
  if (facts.kind !== 'gpu' || facts.count === null) return {};
  const memory =
    facts.memoryMib === null ? 'NA' : `${Math.round((facts.memoryMib / 1024) * (facts.count || 1))} GB`;
  return { gpu: String(facts.fraction ?? facts.count), gpuMemory: memory };
}

function commonAttributes(price: ListPrice, prefix: string, location: string): Attributes {
  const { facts, region } = price;
  return {
    servicecode: 'AmazonEC2',
    servicename: 'Amazon Elastic Compute Cloud',
    location,
    locationType: 'AWS Region',
    regionCode: region,
    instanceType: facts.type,
    currentGeneration: 'Yes',
    instanceFamily: facts.kind === 'none' ? 'General purpose' : 'GPU instance',
    vcpu: String(facts.vcpu),
    memory: `${facts.hostMib / 1024} GiB`,
    storage: 'EBS only',
    networkPerformance: facts.network,
    ...gpuAttributes(price),
    tenancy: 'Shared',
    operatingSystem: 'Linux',
    licenseModel: 'No License required',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
    normalizationSizeFactor: 'NA',
    availabilityzone: 'NA',
    vpcnetworkingsupport: 'true',
    prefix,
  };
}

function product(price: ListPrice, common: Attributes, variant: Variant): Product {
  const { prefix = '', ...rest } = common;
  const type = price.facts.type;
  const usagetype = `${prefix === '' ? '' : `${prefix}-`}${variant.usage}:${type}`;
  const attributes = { ...rest, ...variant.attributes, usagetype, operation: variant.operation };
  const usd = variant.usd(Number(price.usd ?? 0), price.facts.vcpu);
  return {
    sku: skuOf(`${usagetype} ${variant.operation} ${JSON.stringify(variant.attributes)}`),
    family: type.endsWith('.metal') ? 'Compute Instance (bare metal)' : 'Compute Instance',
    attributes,
    usd: tenDecimals(usd, price.usd),
    description: `$${Number(usd.toFixed(8))} per ${variant.words} ${type} Instance Hour`,
    endRange: 'Inf',
    effectiveSeconds: price.effectiveSeconds,
  };
}

function productsOf(price: ListPrice): Product[] {
  const place = REGIONS.get(price.region) ?? GOVCLOUD.get(price.region);
  const common = commonAttributes(price, place?.pricePrefix ?? '', place?.location ?? price.region);
  const variants = price.usd === undefined ? [] : [LINUX, ...VARIANTS];
  if (price.facts.classes.includes('capacity-block')) variants.push(CAPACITY_BLOCK);
  return variants.map((variant) => product(price, common, variant));
}

/** The free tier: one row of no region at all, at nothing per hour for 750 hours. */
function freeTier(effectiveSeconds: number): Product {
  const usagetype = 'Global-BoxUsage:freetier.micro';
  return {
    sku: skuOf(usagetype),
    family: 'Compute Instance',
    attributes: {
      servicecode: 'AmazonEC2',
      location: 'Any',
      locationType: 'AWS Region',
      regionCode: '',
      instanceType: 't3.micro',
      operatingSystem: 'Linux',
      tenancy: 'Shared',
      preInstalledSw: 'NA',
      capacitystatus: 'Used',
      marketoption: 'OnDemand',
      licenseModel: 'No License required',
      usagetype,
      operation: 'RunInstances',
    },
    usd: '0.0000000000',
    description: '$0.00 per Linux t3.micro Instance Hour under monthly free tier',
    endRange: '750',
    effectiveSeconds,
  };
}

export function buildProducts(list: PriceList): Product[] {
  if (list.prices.length === 0) return [];
  return [...list.prices.flatMap(productsOf), freeTier(list.versionSeconds)];
}
