import { standingOf } from '../accounts.ts';
import { AwsError } from '../aws/errors.ts';
import { type Handler, jsonService } from '../aws/json-service.ts';
import { jsonReply } from '../aws/reply.ts';
import type { Call } from '../ec2/context.ts';
import { zoneMap } from '../ec2/zone-map.ts';
import { type Offering, offeringsFor, type Part } from './offerings.ts';
import { readSearch, type Search } from './search.ts';
import { PLAN_REGIONS } from './types.ts';

/** SageMaker's types are EC2's with a prefix. */
const plain = (type: string): string => type.replace(/^ml\./, '');

function zonesOf({ source, credentials, now, request: { region } }: Call, { type, sold }: Search): string[] {
  if (!sold.regions.includes(region)) return [];
  if (sold.zoneName !== undefined) return [sold.zoneName];
  const map = zoneMap(credentials.accountId, region);
  const own = source
    .offerings(region, now / 1000)
    .filter((offer) => offer.type === plain(type))
    .map((offer) => offer.zoneName ?? map.nameOf(offer.zoneId ?? ''));
  // SageMaker can have a type in a region where EC2 shows it nowhere.
  return own.length > 0 ? own : source.zoneIds(region).slice(0, 1).map(map.nameOf);
}

const duration = (ms: number): object => ({
  DurationHours: Math.floor(ms / 3_600_000),
  DurationMinutes: Math.round((ms % 3_600_000) / 60_000),
});

function partJson(part: Part, { type, count, ultraServerInstances }: Search): object {
  const what =
    ultraServerInstances === undefined
      ? { InstanceType: type, InstanceCount: count, ReservedCapacityType: 'Instance' }
      : {
          InstanceType: 'ml.p6e-gb200.36xlarge',
          InstanceCount: count * ultraServerInstances,
          ReservedCapacityType: 'UltraServer',
          UltraServerType: type,
          UltraServerCount: count,
        };
  return {
    ...what,
    AvailabilityZone: part.zone,
    ...duration(part.end - part.start),
    StartTime: part.start / 1000,
    EndTime: part.end / 1000,
  };
}

const offeringJson = (offering: Offering, search: Search): object => ({
  TrainingPlanOfferingId: offering.id,
  TargetResources: [offering.target],
  ...(search.startAfter === undefined ? {} : { RequestedStartTimeAfter: search.startAfter / 1000 }),
  ...(search.endBefore === undefined ? {} : { RequestedEndTimeBefore: search.endBefore / 1000 }),
  ...duration(offering.parts.reduce((sum, part) => sum + part.end - part.start, 0)),
  UpfrontFee: offering.fee.toFixed(2),
  CurrencyCode: 'USD',
  ReservedCapacityOfferings: offering.parts.map((part) => partJson(part, search)),
});

const searchOfferings: Handler = (call) => {
  const { region, json } = call.request;
  if (!PLAN_REGIONS.has(region)) {
    const reason = 'The requested operation is not supported in the called region.';
    throw new AwsError('UnknownOperationException', reason);
  }
  const search = readSearch(json);
  if (standingOf(call.credentials.accessKeyId) !== 'usual') {
    const reason = `The account-level reserved-capacity ${search.type} instance quota is not sufficient for this request.`;
    throw new AwsError('ResourceLimitExceeded', reason);
  }
  const market = {
    region,
    now: call.now,
    zones: zonesOf(call, search),
    scarcity: call.source.scarcity(plain(search.type), region, call.now / 1000),
  };
  const offerings = offeringsFor(market, search).map((offering) => offeringJson(offering, search));
  return jsonReply({ TrainingPlanOfferings: offerings, TrainingPlanExtensionOfferings: [] });
};

export const sagemakerService: Handler = jsonService({ SearchTrainingPlanOfferings: searchOfferings });
