import { authFailure, invalidValue } from '../aws/errors.ts';
import { filterParams, listParam, passes } from '../aws/params.ts';
import { ec2Reply, escapeXml, type Reply } from '../aws/reply.ts';
import { REGIONS } from '../region-facts.ts';
import type { MarketSource, RegionEntry } from '../sources/market-source.ts';
import type { Call } from './context.ts';

const FILTERS = ['endpoint', 'opt-in-status', 'region-name'];

const endpointOf = (region: string): string => `ec2.${region}.amazonaws.com`;

/** Every account has us-east-1, so a call there is answered even if no pool was recorded in it. */
export function isEnabled(source: MarketSource, region: string): boolean {
  const entry = source.regions().find((candidate) => candidate.name === region);
  return entry === undefined ? region === 'us-east-1' : entry.optInStatus !== 'not-opted-in';
}

export function requireEnabled(source: MarketSource, region: string): void {
  if (!isEnabled(source, region)) throw authFailure();
}

function item({ name, optInStatus }: RegionEntry): string {
  const geography = escapeXml(REGIONS.get(name)?.geography ?? 'Unknown');
  return (
    `<item><regionName>${name}</regionName><regionEndpoint>${endpointOf(name)}</regionEndpoint>` +
    `<optInStatus>${optInStatus}</optInStatus><geographySet><item><name>${geography}</name></item></geographySet></item>`
  );
}

export function describeRegions({ request, source }: Call): Reply {
  const names = listParam(request.params, 'RegionName');
  const filters = filterParams(request.params, FILTERS);
  const known = source.regions();
  const stranger = names.find((name) => !known.some((entry) => entry.name === name));
  if (stranger !== undefined) throw invalidValue(`Invalid region provided: ${stranger}`);
  const byName = passes(filters, 'region-name');
  const byStatus = passes(filters, 'opt-in-status');
  const byEndpoint = passes(filters, 'endpoint');
  const listed = known
    .filter((entry) => request.params.AllRegions === 'true' || entry.optInStatus !== 'not-opted-in')
    .filter((entry) => names.length === 0 || names.includes(entry.name))
    .filter(
      (entry) => byName(entry.name) && byStatus(entry.optInStatus) && byEndpoint(endpointOf(entry.name)),
    );
  return ec2Reply(request, `<regionInfo>${listed.map(item).join('')}</regionInfo>`);
}
