import { AwsError, invalidValue } from '../aws/errors.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { filterParams, intParam, listParam, notTogether, passes } from '../aws/params.ts';
import { ec2Reply, type Reply } from '../aws/reply.ts';
import { hash32, shuffled } from '../hash.ts';
import type { InstanceTypeFacts } from '../sources/market-source.ts';
import type { Call } from './context.ts';
import { nextTokenXml } from './element.ts';
import { instanceTypeXml } from './instance-type-xml.ts';
import { zoneMap } from './zone-map.ts';

/** A listing keeps the instant of its first page. */
const secondsOf = (call: Call): number => readPosition(call.request, call.now).asOf / 1000;

const inRegion = (call: Call): readonly InstanceTypeFacts[] =>
  call.source.instanceTypes(call.request.region, secondsOf(call));

function everywhere(call: Call): InstanceTypeFacts[] {
  const { source } = call;
  const all = new Map<string, InstanceTypeFacts>();
  for (const region of source.regions()) {
    for (const facts of source.instanceTypes(region.name, secondsOf(call))) all.set(facts.type, facts);
  }
  // What a type can be bought as differs by region: here it is what is true here.
  for (const facts of inRegion(call)) all.set(facts.type, facts);
  return [...all.values()];
}

function requireKnown(asked: readonly string[], known: readonly InstanceTypeFacts[]): void {
  const strangers = asked.filter((type) => !known.some((facts) => facts.type === type));
  if (strangers.length === 0) return;
  const list = strangers.join(', ');
  throw new AwsError('InvalidInstanceType', `The following supplied instance types do not exist: [${list}]`);
}

export function describeInstanceTypes(call: Call): Reply {
  const { request } = call;
  const asked = listParam(request.params, 'InstanceType');
  if (asked.length > 100) throw invalidValue('The parameter instanceTypes can have at most 100 values.');
  notTogether(request.params, 'InstanceType.1', 'MaxResults');
  const maxResults = intParam(request.params, 'MaxResults', 5, 100) ?? 100;
  const filters = filterParams(request.params, [
    'instance-type',
    'supported-usage-class',
    'bare-metal',
    'current-generation',
  ]);
  const wanted = request.params.IncludeUnsupportedInRegion === 'true';
  const here = new Set(inRegion(call).map((facts) => facts.type));
  const known = wanted ? everywhere(call) : inRegion(call);
  requireKnown(asked, known);
  const byType = passes(filters, 'instance-type');
  const byClass = passes(filters, 'supported-usage-class');
  const byMetal = passes(filters, 'bare-metal');
  const listed = shuffled(known, hash32(request.region))
    .filter((facts) => asked.length === 0 || asked.includes(facts.type))
    .filter((facts) => byType(facts.type) && byMetal(String(facts.type.endsWith('.metal'))))
    .filter((facts) => facts.classes.some(byClass));
  const page = cutPage(
    request,
    readPosition(request, call.now),
    listed.length,
    Math.min(maxResults, call.pageSize),
    call.quirk,
  );
  const items = listed
    .slice(page.from, page.to)
    .map((facts) => instanceTypeXml(facts, wanted ? here.has(facts.type) : undefined))
    .join('');
  return ec2Reply(request, `<instanceTypeSet>${items}</instanceTypeSet>${nextTokenXml(page.nextToken)}`);
}

interface Located {
  readonly type: string;
  readonly location: string;
}

function locate(call: Call, locationType: string): Located[] {
  const { region } = call.request;
  const map = zoneMap(call.credentials.accountId, region);
  const located = call.source
    .offerings(region, secondsOf(call))
    .map(({ type, zoneId, zoneName }): Located => {
      if (locationType === 'region') return { type, location: region };
      if (locationType === 'availability-zone')
        return { type, location: zoneName ?? map.nameOf(zoneId ?? '') };
      return { type, location: zoneId ?? map.idOf(zoneName ?? '') };
    });
  return [...new Map(located.map((entry) => [`${entry.type} ${entry.location}`, entry])).values()];
}

export function describeInstanceTypeOfferings(call: Call): Reply {
  const { request } = call;
  const locationType = request.params.LocationType ?? 'region';
  if (!['region', 'availability-zone', 'availability-zone-id', 'outpost'].includes(locationType)) {
    throw invalidValue(`Value (${locationType}) for parameter locationType is invalid.`);
  }
  const maxResults = intParam(request.params, 'MaxResults', 5, 1000) ?? 1000;
  const filters = filterParams(request.params, ['instance-type', 'location']);
  const byType = passes(filters, 'instance-type');
  const byLocation = passes(filters, 'location');
  const all = locationType === 'outpost' ? [] : locate(call, locationType);
  const listed = shuffled(all, hash32(request.region)).filter(
    (entry) => byType(entry.type) && byLocation(entry.location),
  );
  const page = cutPage(
    request,
    readPosition(request, call.now),
    listed.length,
    Math.min(maxResults, call.pageSize),
    call.quirk,
  );
  const items = listed
    .slice(page.from, page.to)
    .map(
      ({ type, location }) =>
        `<item><instanceType>${type}</instanceType><locationType>${locationType}</locationType><location>${location}</location></item>`,
    )
    .join('');
  return ec2Reply(
    request,
    `<instanceTypeOfferingSet>${items}</instanceTypeOfferingSet>${nextTokenXml(page.nextToken)}`,
  );
}
