import { fingerprint, readPosition } from '../aws/paging.ts';
import type { Reply } from '../aws/reply.ts';
import { hash32, shuffled } from '../hash.ts';
import type { BlockOffer } from '../sources/block-source.ts';
import { type OfferingQuery, readOfferingQuery, requireBlockQuota } from './capacity-block-query.ts';
import type { Call } from './context.ts';
import { feeText, resourceId, tag } from './element.ts';
import { isoSeconds } from './iso-seconds.ts';
import { listReply } from './list-reply.ts';
import { zonesOf } from './zones.ts';

interface OfferedBlock extends BlockOffer {
  readonly zoneName: string;
  readonly zoneType: string;
}

function offered(call: Call, query: OfferingQuery, asOf: number): OfferedBlock[] {
  const { item, count, hours, from, to, allZones } = query;
  const zones = new Map(zonesOf(call).map((zone) => [zone['zone-id'], zone]));
  const ask = { region: call.request.region, item, count, hours, nowSeconds: Math.floor(asOf / 1000) };
  return call.source.blocks.offers(ask).flatMap((offer): OfferedBlock[] => {
    const zone = zones.get(offer.zoneId);
    const open = allZones || zone?.['opt-in-status'] !== 'not-opted-in';
    if (zone === undefined || !open) return [];
    if (offer.startSeconds * 1000 < from || offer.endSeconds * 1000 > to) return [];
    return [{ ...offer, zoneName: zone['zone-name'] ?? '', zoneType: zone['zone-type'] ?? '' }];
  });
}

function write(id: string, query: OfferingQuery, block: OfferedBlock): string {
  const { facts } = query;
  const minutes = Math.round((block.endSeconds - block.startSeconds) / 60);
  const ultraserver = facts.ultraserver
    ? tag('ultraserverType', query.item) + tag('ultraserverCount', query.count)
    : '';
  return (
    `<item>${tag('capacityBlockOfferingId', id)}${tag('instanceType', facts.instanceType)}` +
    `${tag('availabilityZone', block.zoneName)}${tag('instanceCount', query.count * facts.instances)}` +
    `${tag('startDate', isoSeconds(block.startSeconds))}${tag('endDate', isoSeconds(block.endSeconds))}` +
    `${tag('capacityBlockDurationHours', Math.floor(minutes / 60))}${tag('capacityBlockDurationMinutes', minutes % 60)}` +
    `${tag('upfrontFee', feeText(block.feeMicroUsd))}${tag('currencyCode', 'USD')}${tag('tenancy', 'default')}` +
    `${ultraserver}${tag('zoneType', block.zoneType)}</item>`
  );
}

export function describeCapacityBlockOfferings(call: Call): Reply {
  requireBlockQuota(call);
  const { request } = call;
  const position = readPosition(request, call.now);
  const query = readOfferingQuery(call, position.asOf);
  // Not sorted, yet the same from page to page; the IDs are new with every answer.
  const order = hash32(`${fingerprint(request)} ${position.asOf}`);
  const listed = shuffled(offered(call, query, position.asOf), order);
  return listReply(call, position, 'capacityBlockOfferingSet', listed, (block, index) =>
    write(resourceId('cb', `${request.id} ${index}`), query, block),
  );
}
