import { hash32, shuffled } from '../hash.ts';
import { LOCAL_ZONES, REGIONS, regionOfZoneId } from '../region-facts.ts';

export interface ZoneMap {
  nameOf(zoneId: string): string;
  idOf(zoneName: string): string;
}

const maps = new Map<string, ZoneMap>();

function ordinaryZoneIds(region: string): string[] {
  const facts = REGIONS.get(region);
  return (facts?.zoneNumbers ?? [1, 2, 3]).map((number) => `${facts?.zonePrefix ?? region}-az${number}`);
}

function build(accountId: string, region: string): ZoneMap {
  const ids = shuffled(ordinaryZoneIds(region), hash32(`zones ${accountId} ${region}`));
  const pairs = ids.map((zoneId, index) => [zoneId, `${region}${'abcdefgh'[index]}`] as const);
  const locals = LOCAL_ZONES.filter((zone) => zone.region === region);
  const names = new Map([...pairs, ...locals.map((zone) => [zone.zoneId, zone.zoneName] as const)]);
  const zoneIds = new Map([...names].map(([zoneId, name]) => [name, zoneId]));
  return {
    // A zone the tables above do not know gets a letter nobody else has.
    nameOf: (zoneId) => names.get(zoneId) ?? `${regionOfZoneId(zoneId) ?? region}z`,
    idOf: (name) => zoneIds.get(name) ?? `${REGIONS.get(region)?.zonePrefix ?? region}-az9`,
  };
}

/** `us-east-1a` is another building in another account: names are dealt out per account, IDs are global. */
export function zoneMap(accountId: string, region: string): ZoneMap {
  const key = `${accountId} ${region}`;
  const known = maps.get(key);
  if (known !== undefined) return known;
  const map = build(accountId, region);
  maps.set(key, map);
  return map;
}
