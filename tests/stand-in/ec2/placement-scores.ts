import { standingOf } from '../accounts.ts';
import { AwsError, invalidValue } from '../aws/errors.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { intParam, listParam } from '../aws/params.ts';
import { ec2Reply, type Reply } from '../aws/reply.ts';
import { hash32 } from '../hash.ts';
import { LOCAL_ZONES } from '../region-facts.ts';
import type { InstanceTypeFacts } from '../sources/market-source.ts';
import type { Call } from './context.ts';
import { wantedTypes } from './instance-requirements.ts';
import type { ScoreLedger } from './placement-ledger.ts';
import { zoneMap } from './zone-map.ts';

const LARGEST_TARGET = 2_000_000_000;
/** What an account without Spot behind it may ask for, in units; the true cap follows recent usage and is not published. */
const UNUSED_ACCOUNT_CAP = 100;
const SHOWN = 10;
const MOST_REGIONS = 10;
const MOST_TYPES = 1000;
/** Fewer distinct types than this always score low, and no higher than that (facts/aws-apis.md 5.6). */
const ENOUGH_TYPES = 3;
const LOW = 3;

interface Scored {
  readonly region: string;
  readonly zoneId: string | undefined;
  readonly score: number;
}

interface Wanted {
  readonly types: readonly InstanceTypeFacts[];
  readonly target: number;
  readonly unit: string;
}

function readTarget({ request: { params }, credentials }: Call): Pick<Wanted, 'target' | 'unit'> {
  const target = intParam(params, 'TargetCapacity', 1, LARGEST_TARGET);
  if (target === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter TargetCapacity');
  }
  const unit = params.TargetCapacityUnitType ?? 'units';
  if (!['units', 'vcpu', 'memory-mib'].includes(unit)) {
    throw invalidValue(`Value (${unit}) for parameter targetCapacityUnitType is invalid.`);
  }
  if (standingOf(credentials.accessKeyId) !== 'usual' && unit === 'units' && target > UNUSED_ACCOUNT_CAP) {
    throw invalidValue(
      `Value ( ${target} ) for parameter targetCapacity is invalid. The recent Spot usage of this account allows at most ${UNUSED_ACCOUNT_CAP}.`,
    );
  }
  return { target, unit };
}

/** Any region of the partition, whichever endpoint is asked; all enabled ones when none is named. */
function readRegions({ request: { params }, source }: Call): string[] {
  const asked = listParam(params, 'RegionName');
  if (asked.length > MOST_REGIONS) {
    throw invalidValue(`The parameter regionNames can have at most ${MOST_REGIONS} values.`);
  }
  const known = source.regions();
  const stranger = asked.find((name) => !known.some((entry) => entry.name === name));
  if (stranger !== undefined) throw invalidValue(`Invalid region provided: ${stranger}`);
  if (asked.length > 0) return [...new Set(asked)];
  return known.filter((entry) => entry.optInStatus !== 'not-opted-in').map((entry) => entry.name);
}

function machines({ target, unit }: Wanted, offered: readonly InstanceTypeFacts[]): number {
  const mean = (own: (facts: InstanceTypeFacts) => number): number =>
    offered.reduce((sum, facts) => sum + own(facts), 0) / offered.length;
  if (unit === 'vcpu') return target / mean((facts) => facts.vcpu);
  return unit === 'memory-mib' ? target / mean((facts) => facts.hostMib) : target;
}

/** From the three types that are easiest to get; larger targets and thinner pools score lower. 1 to 10. */
function scoreOf(
  call: Call,
  wanted: Wanted,
  region: string,
  offered: readonly InstanceTypeFacts[],
  lean: number,
) {
  const scarcities = offered
    .map((facts) => call.source.scarcity(facts.type, region, call.now / 1000))
    .sort((one, other) => one - other)
    .slice(0, ENOUGH_TYPES);
  const mean = scarcities.reduce((sum, scarcity) => sum + scarcity, 0) / scarcities.length;
  const thin = 0.1 * (ENOUGH_TYPES - scarcities.length);
  const large = 0.08 * Math.log10(Math.max(1, machines(wanted, offered)));
  const score = Math.min(10, Math.max(1, Math.round(10 - 9 * (mean + thin + large + lean))));
  return wanted.types.length < ENOUGH_TYPES ? Math.min(LOW, score) : score;
}

/** The zones of a region where any of the types is offered on Spot, each with the types it has. */
function zonesWith(call: Call, wanted: Wanted, region: string): Map<string, InstanceTypeFacts[]> {
  const byType = new Map(wanted.types.map((facts) => [facts.type, facts]));
  const map = zoneMap(call.credentials.accountId, region);
  const locals =
    call.request.params.IncludeLocalZones === 'true' ? [] : LOCAL_ZONES.map((zone) => zone.zoneId);
  const zones = new Map<string, InstanceTypeFacts[]>();
  for (const { type, zoneId, zoneName } of call.source.offerings(region, call.now / 1000)) {
    const facts = byType.get(type);
    const id = zoneId ?? map.idOf(zoneName ?? '');
    if (!facts?.classes.includes('spot') || locals.includes(id)) continue;
    zones.set(id, [...(zones.get(id) ?? []), facts]);
  }
  return zones;
}

function scoresOf(call: Call, wanted: Wanted, region: string): Scored[] {
  const zones = zonesWith(call, wanted, region);
  if (zones.size === 0) return [];
  if (call.request.params.SingleAvailabilityZone === 'true') {
    return [...zones].map(([zoneId, offered]) => {
      const lean = 0.2 * (hash32(`leans ${zoneId}`) / 2 ** 32 - 0.5);
      return { region, zoneId, score: scoreOf(call, wanted, region, offered, lean) };
    });
  }
  const offered = [...new Set([...zones.values()].flat())];
  return [{ region, zoneId: undefined, score: scoreOf(call, wanted, region, offered, 0) }];
}

const item = ({ region, zoneId, score }: Scored): string =>
  `<item><region>${region}</region>${zoneId === undefined ? '' : `<availabilityZoneId>${zoneId}</availabilityZoneId>`}` +
  `<score>${score}</score></item>`;

export function getSpotPlacementScores(call: Call, ledger: ScoreLedger): Reply {
  const { request } = call;
  const target = readTarget(call);
  const wanted = { ...target, types: wantedTypes(call, MOST_TYPES) };
  const regions = readRegions(call);
  const size = Math.min(intParam(request.params, 'MaxResults', 10, 1000) ?? 1000, call.pageSize);
  const position = readPosition(request, call.now);
  ledger.admit(call);
  const then = { ...call, now: position.asOf };
  const best = regions
    .flatMap((region) => scoresOf(then, wanted, region))
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN);
  const page = cutPage(request, position, best.length, size, call.quirk);
  const items = best.slice(page.from, page.to).map(item).join('');
  const token = page.nextToken === '' ? '<nextToken/>' : `<nextToken>${page.nextToken}</nextToken>`;
  return ec2Reply(request, `<spotPlacementScoreSet>${items}</spotPlacementScoreSet>${token}`);
}
