import { AwsError } from '../aws/errors.ts';
import { readPosition } from '../aws/paging.ts';
import type { Reply } from '../aws/reply.ts';
import { hash32 } from '../hash.ts';
import { blockHoldings } from './block-holdings.ts';
import { blockHours, requireBlockQuota } from './capacity-block-query.ts';
import { unknownReservation } from './capacity-reservations.ts';
import type { Call } from './context.ts';
import { feeText, resourceId, tag } from './element.ts';
import type { Holding } from './holding.ts';
import { isoSeconds } from './iso-seconds.ts';
import { listReply } from './list-reply.ts';

const HOUR = 3600;

interface Extension {
  readonly holding: Holding;
  readonly feeMicroUsd: number;
  readonly from: number;
  readonly to: number;
}

/** Half of the blocks can be extended by a day at any time, hardly any by a month; it changes every six hours. */
function extensionOf(call: Call, holding: Holding, hours: number, asOf: number): Extension[] {
  const now = Math.floor(asOf / 1000);
  const rate = call.source.blocks.rateMicroUsd(call.request.region, holding.item, now);
  const units = holding.total / (call.source.blocks.facts(holding.item)?.instances ?? 1);
  const chance = hash32(`extend ${holding.blockId} ${Math.floor(now / (6 * HOUR))}`) % 100;
  const from = holding.endSeconds ?? 0;
  const open = ['active', 'scheduled'].includes(holding.state) && chance < 60 * (24 / hours) ** 0.5;
  if (rate === undefined || !open) return [];
  return [{ holding, feeMicroUsd: rate * units * hours, from, to: from + hours * HOUR }];
}

function write(id: string, hours: number, { holding, feeMicroUsd, from, to }: Extension): string {
  return (
    `<item>${tag('capacityBlockExtensionOfferingId', id)}${tag('instanceType', holding.instanceType)}` +
    `${tag('instanceCount', holding.total)}${tag('availabilityZone', holding.zoneName)}` +
    `${tag('availabilityZoneId', holding.zoneId)}${tag('startDate', isoSeconds(holding.startSeconds))}` +
    `${tag('capacityBlockExtensionStartDate', isoSeconds(from))}${tag('capacityBlockExtensionEndDate', isoSeconds(to))}` +
    `${tag('capacityBlockExtensionDurationHours', hours)}${tag('upfrontFee', feeText(feeMicroUsd))}` +
    `${tag('currencyCode', 'USD')}${tag('tenancy', 'default')}${tag('zoneType', holding.zoneType)}</item>`
  );
}

export function describeCapacityBlockExtensionOfferings(call: Call): Reply {
  requireBlockQuota(call);
  const { request } = call;
  const position = readPosition(request, call.now);
  const hours = blockHours(call, 'CapacityBlockExtensionDurationHours');
  const { CapacityReservationId: id = '' } = request.params;
  if (id === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter CapacityReservationId');
  }
  const held = blockHoldings(call, Math.floor(position.asOf / 1000)).find(
    (holding) => holding.reservationId === id,
  );
  if (held === undefined) throw unknownReservation(id);
  const listed = extensionOf(call, held, hours, position.asOf);
  return listReply(call, position, 'capacityBlockExtensionOfferingSet', listed, (extension, index) =>
    write(resourceId('cbe', `${request.id} ${index}`), hours, extension),
  );
}
