import { AwsError } from '../aws/errors.ts';
import { readPosition } from '../aws/paging.ts';
import { filterParams, listParam } from '../aws/params.ts';
import type { Reply } from '../aws/reply.ts';
import { hash32 } from '../hash.ts';
import { blockHoldings } from './block-holdings.ts';
import type { Call } from './context.ts';
import { tag } from './element.ts';
import type { Holding } from './holding.ts';
import { passesAll, tagSet } from './holding-filters.ts';
import { isoSeconds } from './iso-seconds.ts';
import { listReply } from './list-reply.ts';

const FILTERS = [
  'capacity-block-id',
  'ultraserver-type',
  'availability-zone',
  'start-date',
  'end-date',
  'create-date',
  'state',
  'tags',
];

function ownBlocks(call: Call, asOf: number): Holding[] {
  const asked = listParam(call.request.params, 'CapacityBlockId');
  const held = blockHoldings(call, Math.floor(asOf / 1000));
  const stranger = asked.find((id) => !held.some((holding) => holding.blockId === id));
  if (stranger !== undefined) {
    throw new AwsError(
      'InvalidCapacityBlockId.NotFound',
      `The Capacity Block ID '${stranger}' does not exist.`,
    );
  }
  return held.filter(({ blockId = '' }) => asked.length === 0 || asked.includes(blockId));
}

const block = (holding: Holding): string =>
  `<item>${tag('capacityBlockId', holding.blockId)}${tag('ultraserverType', holding.ultraserverType)}` +
  `${tag('availabilityZone', holding.zoneName)}${tag('availabilityZoneId', holding.zoneId)}` +
  `<capacityReservationIdSet>${tag('item', holding.reservationId)}</capacityReservationIdSet>` +
  `${tag('startDate', isoSeconds(holding.startSeconds))}${tag('endDate', isoSeconds(holding.endSeconds ?? 0))}` +
  `${tag('createDate', isoSeconds(holding.createSeconds))}${tag('state', holding.state)}${tagSet(holding)}</item>`;

export function describeCapacityBlocks(call: Call): Reply {
  const position = readPosition(call.request, call.now);
  const filters = filterParams(call.request.params, FILTERS);
  const listed = ownBlocks(call, position.asOf).filter(passesAll(filters));
  return listReply(call, position, 'capacityBlockSet', listed, block);
}

/** What fails a system check now and then: about one block in twelve has one instance out for a day. */
function brokenIn(holding: Holding, asOf: number): number {
  const chance = hash32(`broken ${holding.blockId} ${Math.floor(asOf / 86_400_000)}`);
  return holding.state === 'active' && chance % 12 === 0 ? 1 : 0;
}

function interconnectOf(holding: Holding, asOf: number): string {
  if (holding.state !== 'active') return 'insufficient-data';
  return brokenIn(holding, asOf) > 0 ? 'impaired' : 'ok';
}

const counts = (total: number, unavailable: number): string =>
  tag('totalCapacity', total) +
  tag('totalAvailableCapacity', total - unavailable) +
  tag('totalUnavailableCapacity', unavailable);

// "Unavailable" is broken for the block and in use for its reservation (facts/aws-apis.md 5.4).
const status = (holding: Holding, asOf: number): string =>
  `<item>${tag('capacityBlockId', holding.blockId)}${tag('interconnectStatus', interconnectOf(holding, asOf))}` +
  `${counts(holding.total, brokenIn(holding, asOf))}<capacityReservationStatusSet><item>` +
  `${tag('capacityReservationId', holding.reservationId)}${counts(holding.total, holding.used)}` +
  `</item></capacityReservationStatusSet></item>`;

export function describeCapacityBlockStatus(call: Call): Reply {
  const position = readPosition(call.request, call.now);
  const { asOf } = position;
  const wanted = filterParams(call.request.params, ['interconnect-status']).flatMap(({ values }) => values);
  const listed = ownBlocks(call, asOf)
    .filter((holding) => ['active', 'scheduled'].includes(holding.state))
    .filter((holding) => wanted.length === 0 || wanted.includes(interconnectOf(holding, asOf)));
  return listReply(call, position, 'capacityBlockStatusSet', listed, (holding) => status(holding, asOf));
}
