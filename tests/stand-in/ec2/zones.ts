import { invalidValue } from '../aws/errors.ts';
import { filterParams, listParam, passes } from '../aws/params.ts';
import { ec2Reply, escapeXml, type Reply } from '../aws/reply.ts';
import { hash32, shuffled } from '../hash.ts';
import { LOCAL_ZONES, REGIONS } from '../region-facts.ts';
import type { Call } from './context.ts';
import { zoneMap } from './zone-map.ts';

/** What DescribeAvailabilityZones says about one zone, under its filter names. */
type ZoneRecord = Readonly<Record<string, string>>;

const FILTERS = [
  'group-name',
  'group-long-name',
  'message',
  'opt-in-status',
  'parent-zone-id',
  'parent-zone-name',
  'region-name',
  'state',
  'zone-id',
  'zone-name',
  'zone-type',
];

const ELEMENTS: readonly (readonly [string, string])[] = [
  ['optInStatus', 'opt-in-status'],
  ['regionName', 'region-name'],
  ['zoneName', 'zone-name'],
  ['zoneId', 'zone-id'],
  ['groupName', 'group-name'],
  ['groupLongName', 'group-long-name'],
  ['networkBorderGroup', 'group-name'],
  ['zoneType', 'zone-type'],
  ['parentZoneName', 'parent-zone-name'],
  ['parentZoneId', 'parent-zone-id'],
  ['zoneState', 'state'],
];

function ordinary(region: string, zoneId: string, name: string): ZoneRecord {
  const place = REGIONS.get(region)?.location ?? region;
  return {
    'zone-id': zoneId,
    'zone-name': name,
    'region-name': region,
    'zone-type': 'availability-zone',
    'opt-in-status': 'opt-in-not-required',
    state: 'available',
    'group-name': region,
    'group-long-name': `${place} 1`,
  };
}

function localZones(region: string, nameOf: (zoneId: string) => string): ZoneRecord[] {
  return LOCAL_ZONES.filter((zone) => zone.region === region).map((zone) => ({
    'zone-id': zone.zoneId,
    'zone-name': zone.zoneName,
    'region-name': region,
    'zone-type': 'local-zone',
    'opt-in-status': zone.optedIn ? 'opted-in' : 'not-opted-in',
    state: 'available',
    'group-name': zone.group,
    'group-long-name': zone.groupLongName,
    'parent-zone-id': zone.parentZoneId,
    'parent-zone-name': nameOf(zone.parentZoneId),
  }));
}

export function zonesOf({ source, credentials, request: { region } }: Call): ZoneRecord[] {
  const map = zoneMap(credentials.accountId, region);
  const ids = new Set([...source.zoneIds(region), ...source.zoneNames(region).map((name) => map.idOf(name))]);
  const locals = localZones(region, map.nameOf);
  const own = [...ids].filter((zoneId) => !locals.some((zone) => zone['zone-id'] === zoneId));
  return [...own.map((zoneId) => ordinary(region, zoneId, map.nameOf(zoneId))), ...locals];
}

function item(zone: ZoneRecord): string {
  const elements = ELEMENTS.map(([element, key]) => {
    const value = zone[key];
    return value === undefined ? '' : `<${element}>${escapeXml(value)}</${element}>`;
  });
  return `<item>${elements.join('')}<messageSet/></item>`;
}

function requireKnown(asked: readonly string[], zones: readonly ZoneRecord[], key: string): void {
  const stranger = asked.find((value) => !zones.some((zone) => zone[key] === value));
  if (stranger !== undefined) throw invalidValue(`Invalid availability zone: [${stranger}]`);
}

export function describeAvailabilityZones(call: Call): Reply {
  const { request } = call;
  const names = listParam(request.params, 'ZoneName');
  const ids = listParam(request.params, 'ZoneId');
  const filters = filterParams(request.params, FILTERS);
  const zones = zonesOf(call);
  requireKnown(names, zones, 'zone-name');
  requireKnown(ids, zones, 'zone-id');
  const tests = FILTERS.map((name) => [name, passes(filters, name)] as const);
  const listed = zones
    .filter(
      (zone) => request.params.AllAvailabilityZones === 'true' || zone['opt-in-status'] !== 'not-opted-in',
    )
    .filter((zone) => names.length === 0 || names.includes(zone['zone-name'] ?? ''))
    .filter((zone) => ids.length === 0 || ids.includes(zone['zone-id'] ?? ''))
    .filter((zone) => tests.every(([name, test]) => test(zone[name] ?? '')));
  // The order of the elements "may vary" says the API reference: it does here, from call to call.
  const items = shuffled(listed, hash32(request.id)).map(item).join('');
  return ec2Reply(request, `<availabilityZoneInfo>${items}</availabilityZoneInfo>`);
}
