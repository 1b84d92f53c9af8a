import { hash32 } from '../hash.ts';
import { blockHoldings } from './block-holdings.ts';
import type { Call } from './context.ts';
import { resourceId } from './element.ts';
import type { Holding } from './holding.ts';
import { zonesOf } from './zones.ts';

const DAY = 86_400;
/** An ordinary reservation is given up and made anew every quarter. */
const QUARTER = 91 * DAY;

interface Ordinary {
  readonly region: string;
  readonly instanceType: string;
  readonly total: number;
  readonly criteria: 'open' | 'targeted';
  readonly shared: boolean;
}

const ORDINARY: readonly Ordinary[] = [
  { region: 'us-east-1', instanceType: 'g5.12xlarge', total: 2, criteria: 'open', shared: false },
  { region: 'us-east-1', instanceType: 'p4d.24xlarge', total: 4, criteria: 'targeted', shared: true },
];

/** Another account of the same organization, always the same for an account. */
const neighbourOf = (accountId: string): string =>
  String(100000000000 + hash32(`neighbour ${accountId}`) * 200).slice(0, 12);

function ordinary(call: Call, entry: Ordinary, asOf: number): Holding[] {
  const { region, instanceType, total, criteria, shared } = entry;
  const { accountId } = call.credentials;
  const place = call.source.offerings(region, asOf).find((offer) => offer.type === instanceType);
  const zone = zonesOf(call).find(
    (known) => known['zone-id'] === place?.zoneId || known['zone-name'] === place?.zoneName,
  );
  if (region !== call.request.region || place === undefined || zone === undefined) return [];
  const seed = hash32(`reservation ${accountId} ${instanceType}`);
  const phase = seed % QUARTER;
  const createSeconds = Math.floor((asOf - phase) / QUARTER) * QUARTER + phase;
  const used = hash32(`${seed} ${Math.floor(asOf / (6 * 3600))}`) % (total + 1);
  return [
    {
      reservationId: resourceId('cr', `${seed} ${createSeconds}`),
      blockId: undefined,
      ultraserverType: undefined,
      item: instanceType,
      ownerId: shared ? neighbourOf(accountId) : accountId,
      instanceType,
      zoneId: zone['zone-id'] ?? '',
      zoneName: zone['zone-name'] ?? '',
      zoneType: zone['zone-type'] ?? '',
      total,
      used,
      state: 'active',
      criteria,
      createSeconds,
      startSeconds: createSeconds,
      endSeconds: undefined,
      name: shared ? undefined : 'inference',
    },
  ];
}

/** Everything DescribeCapacityReservations lists for the account in the region at an instant. */
export function holdingsOf(call: Call, asOfMs: number): Holding[] {
  const asOf = Math.floor(asOfMs / 1000);
  return [...blockHoldings(call, asOf), ...ORDINARY.flatMap((entry) => ordinary(call, entry, asOf))];
}
