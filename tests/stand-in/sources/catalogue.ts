import { readFileSync } from 'node:fs';
import type { InstanceTypeFacts } from './market-source.ts';

export interface CatalogueType extends InstanceTypeFacts {
  readonly status: 'current' | 'retired' | 'ultraserver-only';
  readonly zoneIds: readonly string[];
  /** On-demand Linux in us-east-1, dollars per hour. */
  readonly usd: number | null;
}

interface StoredType extends Omit<CatalogueType, 'zoneIds'> {
  readonly zones: number;
}

function load(): CatalogueType[] {
  const text = readFileSync(new URL('../catalogue.data.json', import.meta.url), 'utf8');
  const stored = JSON.parse(text) as { zoneSets: string[][]; types: StoredType[] };
  return stored.types.map(({ zones, ...rest }) => ({ ...rest, zoneIds: stored.zoneSets[zones] ?? [] }));
}

export const CATALOGUE: readonly CatalogueType[] = load();

const byType = new Map(CATALOGUE.map((entry) => [entry.type, entry]));

const UNKNOWN = {
  kind: 'none',
  name: null,
  manufacturer: null,
  count: null,
  fraction: null,
  memoryMib: null,
  vcpu: 4,
  hostMib: 16384,
  network: 'Moderate',
  networkGbps: null,
  efaSupported: false,
  efa: null,
  classes: ['on-demand', 'spot'],
} as const;

/** A recording can name a type that the catalogue lost: it is still served, without accelerator facts. */
export function factsOf(type: string): InstanceTypeFacts {
  return byType.get(type) ?? { type, ...UNKNOWN };
}

const plain = (type: string, vcpu: number, gib: number, network: string, usd: number): CatalogueType => ({
  ...UNKNOWN,
  type,
  vcpu,
  hostMib: gib * 1024,
  network,
  networkGbps: 12.5,
  status: 'current',
  zoneIds: ['use1-az1', 'use1-az2', 'use1-az4', 'use2-az1', 'use2-az2', 'usw2-az1', 'usw2-az2', 'euw1-az1'],
  usd,
});

/** Types without accelerators, so that a client has to filter as it must in life. */
export const PLAIN_TYPES: readonly CatalogueType[] = [
  plain('m7i.large', 2, 8, 'Up to 12.5 Gigabit', 0.1008),
  plain('c7g.4xlarge', 16, 32, 'Up to 15 Gigabit', 0.58),
  plain('t3.micro', 2, 1, 'Up to 5 Gigabit', 0.0104),
];

/** An accelerator type no described catalogue knows: the day AWS lists something new. */
export const UNDESCRIBED_TYPE: CatalogueType = {
  type: 'p7x.48xlarge',
  kind: 'gpu',
  status: 'current',
  name: 'R100',
  manufacturer: 'NVIDIA',
  count: 8,
  fraction: null,
  memoryMib: 294912,
  vcpu: 256,
  hostMib: 4194304,
  network: '6400 Gigabit',
  networkGbps: 6400,
  efaSupported: true,
  efa: 16,
  classes: ['capacity-block', 'on-demand', 'spot'],
  zoneIds: ['use1-az2', 'use1-az4'],
  usd: 189.12,
};
