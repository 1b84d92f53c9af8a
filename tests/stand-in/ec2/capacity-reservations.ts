import { AwsError } from '../aws/errors.ts';
import { readPosition } from '../aws/paging.ts';
import { filterParams, listParam } from '../aws/params.ts';
import type { Reply } from '../aws/reply.ts';
import type { Call } from './context.ts';
import { tag } from './element.ts';
import type { Holding } from './holding.ts';
import { passesAll, tagSet } from './holding-filters.ts';
import { holdingsOf } from './holdings.ts';
import { isoSeconds } from './iso-seconds.ts';
import { listReply } from './list-reply.ts';

const FILTERS = [
  'instance-type',
  'owner-id',
  'instance-platform',
  'availability-zone',
  'tenancy',
  'outpost-arn',
  'state',
  'start-date',
  'end-date',
  'end-date-type',
  'instance-match-criteria',
  'placement-group-arn',
];

export const unknownReservation = (id: string): AwsError =>
  new AwsError(
    'InvalidCapacityReservationId.NotFound',
    `The Capacity Reservation ID '${id}' does not exist.`,
  );

const allocations = ({ used }: Holding): string =>
  used === 0
    ? ''
    : `<capacityAllocationSet><item>${tag('allocationType', 'used')}${tag('count', used)}</item></capacityAllocationSet>`;

// Reported for UltraServers alone (facts/aws-apis.md 5.5).
const launchStatus = ({ ultraserverType, state }: Holding): string =>
  ultraserverType === undefined
    ? ''
    : tag('launchStatus', state === 'active' ? 'launchable' : 'unlaunchable');

/** Only an active reservation has instances to give. */
const available = ({ state, total, used }: Holding): number => (state === 'active' ? total - used : 0);

function place(region: string, holding: Holding): string {
  const { reservationId, ownerId } = holding;
  const arn = `arn:aws:ec2:${region}:${ownerId}:capacity-reservation/${reservationId}`;
  return (
    tag('capacityReservationId', reservationId) +
    tag('ownerId', ownerId) +
    tag('capacityReservationArn', arn) +
    tag('availabilityZoneId', holding.zoneId) +
    tag('instanceType', holding.instanceType) +
    tag('instancePlatform', 'Linux/UNIX') +
    tag('availabilityZone', holding.zoneName) +
    tag('tenancy', 'default')
  );
}

function term({ startSeconds, endSeconds, createSeconds }: Holding): string {
  return (
    tag('startDate', isoSeconds(startSeconds)) +
    tag('endDate', endSeconds === undefined ? undefined : isoSeconds(endSeconds)) +
    tag('endDateType', endSeconds === undefined ? 'unlimited' : 'limited') +
    tag('createDate', isoSeconds(createSeconds))
  );
}

const reservation = (region: string, holding: Holding): string =>
  `<item>${place(region, holding)}${tag('totalInstanceCount', holding.total)}` +
  `${tag('availableInstanceCount', available(holding))}${tag('ebsOptimized', true)}${tag('ephemeralStorage', false)}` +
  `${tag('state', holding.state)}${term(holding)}${tag('instanceMatchCriteria', holding.criteria)}${tagSet(holding)}` +
  `${allocations(holding)}${tag('reservationType', holding.blockId === undefined ? 'default' : 'capacity-block')}` +
  `${tag('capacityBlockId', holding.blockId)}${tag('interruptible', false)}${launchStatus(holding)}</item>`;

export function describeCapacityReservations(call: Call): Reply {
  const { request } = call;
  const position = readPosition(request, call.now);
  const asked = listParam(request.params, 'CapacityReservationId');
  const filters = filterParams(request.params, FILTERS);
  const held = holdingsOf(call, position.asOf);
  const stranger = asked.find((id) => !held.some((holding) => holding.reservationId === id));
  if (stranger !== undefined) throw unknownReservation(stranger);
  const listed = held
    .filter(({ reservationId }) => asked.length === 0 || asked.includes(reservationId))
    .filter(passesAll(filters));
  return listReply(call, position, 'capacityReservationSet', listed, (holding) =>
    reservation(request.region, holding),
  );
}
