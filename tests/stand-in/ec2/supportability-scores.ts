import { hasUnifiedOperations } from '../accounts.ts';
import { AwsError, invalidValue } from '../aws/errors.ts';
import { intParam, listParam } from '../aws/params.ts';
import { ec2Reply, type Reply } from '../aws/reply.ts';
import { hash32 } from '../hash.ts';
import { regionOfZoneId } from '../region-facts.ts';
import type { InstanceTypeFacts } from '../sources/market-source.ts';
import type { Call } from './context.ts';
import { wantedTypes } from './instance-requirements.ts';
import { zoneMap } from './zone-map.ts';

const MOST_ZONES = 10;
const MOST_TYPES = 50;
const LARGEST_AMOUNT = 2_000_000_000;
/** "High" is several times the amount asked for, "medium" just covers it (facts/aws-apis.md 5.9). */
const SEVERAL = 3;

type Score = 'high' | 'medium' | 'low' | 'unsupported';

interface Asked {
  readonly market: string;
  readonly amount: number;
  readonly unit: string;
  readonly zoneIds: readonly string[];
}

function oneOf(call: Call, name: string, accepted: readonly string[]): string {
  const value = call.request.params[name];
  if (value === undefined) {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
  }
  if (!accepted.includes(value)) throw invalidValue(`Value (${value}) for parameter ${name} is invalid.`);
  return value;
}

function read(call: Call): Asked {
  const { params } = call.request;
  const market = oneOf(call, 'MarketType', ['on-demand', 'spot']);
  const unit = oneOf(call, 'CapacityUnit', ['instances', 'vcpus']);
  const amount = intParam(params, 'CapacityAmount', 1, LARGEST_AMOUNT);
  const zoneIds = [...new Set(listParam(params, 'CapacityAvailabilityZoneId'))];
  if (amount === undefined || zoneIds.length === 0) {
    const name = amount === undefined ? 'CapacityAmount' : 'CapacityAvailabilityZoneIds';
    throw new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
  }
  if (zoneIds.length > MOST_ZONES) {
    throw invalidValue(`The parameter capacityAvailabilityZoneIds can have at most ${MOST_ZONES} values.`);
  }
  const stranger = zoneIds.find((zoneId) => regionOfZoneId(zoneId) === undefined);
  if (stranger !== undefined) throw invalidValue(`Invalid availability zone: [${stranger}]`);
  return { market, unit, amount, zoneIds };
}

function isOffered(call: Call, type: string, zoneId: string, region: string): boolean {
  const map = zoneMap(call.credentials.accountId, region);
  return call.source
    .offerings(region, call.now / 1000)
    .some((offer) => offer.type === type && (offer.zoneId ?? map.idOf(offer.zoneName ?? '')) === zoneId);
}

/** Instances that could be had of a type in a zone at this instant; undefined where it does not exist. */
function stockOf(call: Call, facts: InstanceTypeFacts, zoneId: string, market: string): number | undefined {
  const region = regionOfZoneId(zoneId) ?? '';
  if (!facts.classes.includes(market) || !isOffered(call, facts.type, zoneId, region)) return undefined;
  const size = 20 + (hash32(`pool ${facts.type} ${zoneId} ${market}`) % 180);
  return Math.floor(size * (1 - call.source.scarcity(facts.type, region, call.now / 1000)));
}

function judge(stock: number, amount: number): Score {
  if (stock >= SEVERAL * amount) return 'high';
  return stock >= amount ? 'medium' : 'low';
}

/** The best tier that all combinations together reach, which can be above each one's own. */
export function getSupportabilityScores(call: Call): Reply {
  const { request, credentials } = call;
  if (!hasUnifiedOperations(credentials.accessKeyId)) {
    const reason = 'This operation needs the Unified Operations support plan.';
    throw new AwsError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${reason}`,
      403,
    );
  }
  const asked = read(call);
  const types = wantedTypes(call, MOST_TYPES);
  let together = 0;
  let supported = false;
  const items = types.flatMap((facts) =>
    asked.zoneIds.map((zoneId) => {
      const instances = stockOf(call, facts, zoneId, asked.market);
      const stock =
        instances === undefined ? undefined : instances * (asked.unit === 'vcpus' ? facts.vcpu : 1);
      together += stock ?? 0;
      supported ||= stock !== undefined;
      const score = stock === undefined ? 'unsupported' : judge(stock, asked.amount);
      return `<item><instanceType>${facts.type}</instanceType><availabilityZoneId>${zoneId}</availabilityZoneId><score>${score}</score></item>`;
    }),
  );
  const aggregate = supported ? judge(together, asked.amount) : 'unsupported';
  return ec2Reply(
    request,
    `<aggregateScore>${aggregate}</aggregateScore>` +
      `<capacityManagerSupportabilityScoreSet>${items.join('')}</capacityManagerSupportabilityScoreSet>`,
  );
}
