import { hash32, shuffled } from '../../hash.ts';
import { LOCAL_ZONES, REGIONS, regionOfZoneId } from '../../region-facts.ts';
import type { BlockItemFacts } from '../block-source.ts';
import { CATALOGUE } from '../catalogue.ts';

interface SoldItem extends BlockItemFacts {
  readonly regions: readonly string[];
  readonly localZoneIds: readonly string[];
}

const US = ['us-east-1', 'us-east-2', 'us-west-2'];
const WIDE = [
  ...US,
  'us-west-1',
  'eu-north-1',
  'eu-west-2',
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-2',
  'ap-southeast-3',
];

// Regions of the user guide's table in 2026 (facts/accelerators.md section 5); GovCloud is another partition.
const SOLD_IN: Readonly<Record<string, readonly string[]>> = {
  'p6-b300.48xlarge': ['us-east-1', 'us-west-2', 'ap-northeast-2', 'ap-south-2', 'ap-southeast-3'],
  'p6-b200.48xlarge': [...US, 'ap-south-1', 'ap-south-2'],
  'p5en.48xlarge': [...WIDE, 'eu-south-2', 'ap-northeast-2'],
  'p5e.48xlarge': [...WIDE, 'sa-east-1'],
  'p5.48xlarge': [...WIDE, 'sa-east-1'],
  'p5.4xlarge': [...US, 'eu-west-2', 'ap-northeast-1', 'ap-south-1', 'ap-southeast-2', 'sa-east-1'],
  'p4de.24xlarge': ['us-east-1', 'us-west-2'],
  'p4d.24xlarge': US,
  'trn2.48xlarge': ['us-east-2'],
  'trn2.3xlarge': ['ap-southeast-4', 'sa-east-1'],
  'trn1.32xlarge': [...US, 'eu-north-1', 'ap-south-1', 'ap-southeast-2', 'ap-southeast-4'],
};

const LOCAL_ZONES_OF: Readonly<Record<string, readonly string[]>> = {
  'p6-b300.48xlarge': ['use1-atl2-az1'],
  'p5.48xlarge': ['use1-atl2-az1'],
  'p5e.48xlarge': ['usw2-phx2-az1'],
};

const ULTRASERVERS: Readonly<Record<string, number>> = { 'u-p6e-gb200x36': 9, 'u-p6e-gb200x72': 18 };

const ordinary = Object.entries(SOLD_IN).map(([instanceType, regions]) => {
  const localZoneIds = LOCAL_ZONES_OF[instanceType];
  const facts = { instanceType, instances: 1, ultraserver: false, regions, localZoneIds: localZoneIds ?? [] };
  return [instanceType, facts] as const;
});

const ultra = Object.entries(ULTRASERVERS).map(([type, instances]) => {
  const place = { regions: [], localZoneIds: ['use1-dfw2-az1'] };
  return [type, { instanceType: 'p6e-gb200.36xlarge', instances, ultraserver: true, ...place }] as const;
});

/** Everything sold as Capacity Blocks, by instance type or UltraServer type. */
export const BLOCK_ITEMS: ReadonlyMap<string, SoldItem> = new Map<string, SoldItem>([...ordinary, ...ultra]);

/** Blocks come from a few zones of a region, not from all that offer the type. */
const MOST_ZONES = 3;

function ordinaryZones(region: string, item: string): string[] {
  const listed = CATALOGUE.find((entry) => entry.type === item)?.zoneIds ?? [];
  const own = listed.filter((zoneId) => regionOfZoneId(zoneId) === region);
  const { zonePrefix = region, zoneNumbers = [] } = REGIONS.get(region) ?? {};
  const pick = (ids: readonly string[], most: number): string[] =>
    shuffled(ids, hash32(`block zones ${item} ${region}`)).slice(0, most);
  if (own.length > 0) return pick(own, MOST_ZONES);
  // Sold as blocks where the catalogue saw no zone: one zone holds them.
  return pick(
    zoneNumbers.map((number) => `${zonePrefix}-az${number}`),
    1,
  );
}

function build(region: string, item: string): readonly string[] {
  const facts = BLOCK_ITEMS.get(item);
  if (facts === undefined) return [];
  const locals = LOCAL_ZONES.filter(
    (zone) => zone.region === region && facts.localZoneIds.includes(zone.zoneId),
  ).map((zone) => zone.zoneId);
  return [...(facts.regions.includes(region) ? ordinaryZones(region, item) : []), ...locals];
}

const zones = new Map<string, readonly string[]>();

/** The zone IDs in which a region sells blocks of the item; none where it does not. */
export function blockZones(region: string, item: string): readonly string[] {
  const key = `${region} ${item}`;
  const known = zones.get(key);
  if (known !== undefined) return known;
  const built = build(region, item);
  zones.set(key, built);
  return built;
}
