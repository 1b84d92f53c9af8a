import Link from 'next/link';
import type { ReactNode } from 'react';
import { ChangeCell } from '#app/_ui/change.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, percent } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { noOnDemandWords } from '#app/_ui/no-on-demand.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import type { Listing } from '#db/queries/board.ts';
import type { OnDemandPrice } from '#db/queries/on-demand.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import type { ZoneNow } from '../pools.ts';

type Props = {
  type: string;
  zones: readonly ZoneNow[];
  onDemand: readonly OnDemandPrice[];
  listings: readonly Listing[];
  noSpot: ReactNode;
  noOnDemand: Outcome;
};

/** What it costs everywhere: spot zone by zone, on-demand region by region. */
export function PoolTables({ type, zones, onDemand, listings, noSpot, noOnDemand }: Props) {
  return (
    <section aria-label="Everywhere" className="shell grid gap-x-10 gap-y-8 pt-10 xl:grid-cols-[3fr_2fr]">
      <div className="min-w-0">
        <h2 className="mb-1 text-[15px] font-semibold">Spot, by zone</h2>
        {zones.length === 0 ? noSpot : <SpotTable type={type} zones={zones} noOnDemand={noOnDemand} />}
      </div>
      <div className="min-w-0">
        <h2 className="mb-1 text-[15px] font-semibold">On-demand, by region</h2>
        {listings.length === 0 && onDemand.length === 0 ? (
          <p className="text-soft">{outcomeWords(noOnDemand)}</p>
        ) : (
          <OnDemandTable prices={onDemand} listings={listings} absence={noOnDemand} />
        )}
      </div>
    </section>
  );
}

const SPOT_HEADS: readonly Head[] = [
  { text: 'Zone' },
  { text: 'Spot', num: true },
  { text: 'Per accelerator', num: true, className: 'max-md:hidden' },
  { text: 'Of on-demand', num: true, className: 'max-md:hidden' },
  { text: '24 h', num: true },
  { text: '7 d', num: true, className: 'max-md:hidden' },
  { text: '30 d', num: true, className: 'max-md:hidden' },
  { text: 'Changed', num: true, className: 'max-md:hidden' },
];

function SpotTable({ type, zones, noOnDemand }: Pick<Props, 'type' | 'zones' | 'noOnDemand'>) {
  return (
    <Scroll label="Spot prices by zone" className="max-h-[36rem] overflow-auto">
      <table className="grid-table">
        <caption className="sr-only">
          Spot price of {type} in {counted(zones.length, 'zone')}, cheapest first
        </caption>
        <Heads heads={SPOT_HEADS} />
        <tbody>
          {zones.map((zone) => (
            <tr key={`${zone.region} ${zone.zoneId}`}>
              <td className="whitespace-nowrap">
                {zone.zoneId}{' '}
                <Link
                  href={`/types/${type}?region=${zone.region}`}
                  prefetch={false}
                  replace
                  className="link text-faint"
                >
                  {zone.region}
                </Link>
              </td>
              <td className="num">
                {zone.price === null ? (
                  <OutcomeMark outcome={zone.outcome} />
                ) : (
                  <PerHour micro={zone.price} />
                )}
              </td>
              <td className="num max-md:hidden">
                {zone.perAccelerator !== null && <PerHour micro={zone.perAccelerator} />}
              </td>
              <td className="num max-md:hidden">
                {zone.share === null ? (
                  <span className="text-faint">{noOnDemandWords(noOnDemand)}</span>
                ) : (
                  percent(zone.share)
                )}
              </td>
              <ChangeCell fraction={zone.h24} />
              <ChangeCell fraction={zone.d7} className="max-md:hidden" />
              <ChangeCell fraction={zone.d30} className="max-md:hidden" />
              <td className="num text-faint max-md:hidden">
                {zone.changedAt === null ? 'not told' : <Age at={zone.changedAt} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const ON_DEMAND_HEADS: readonly Head[] = [
  { text: 'Region' },
  { text: 'On-demand', num: true },
  { text: 'Per accelerator', num: true },
  { text: 'Listed for', title: 'The ways of buying that AWS lists there', className: 'max-md:hidden' },
  { text: 'Confirmed', num: true, className: 'max-md:hidden' },
];

function OnDemandTable({
  prices,
  listings,
  absence,
}: {
  prices: readonly OnDemandPrice[];
  listings: readonly Listing[];
  absence: Outcome;
}) {
  const regions = [
    ...new Set([...prices.map((price) => price.region), ...listings.map((listing) => listing.region)]),
  ];
  const priceOf = new Map(prices.map((price) => [price.region, price]));
  const amount = (region: string) => priceOf.get(region)?.price ?? Infinity;
  regions.sort((a, b) => amount(a) - amount(b) || a.localeCompare(b));
  return (
    <Scroll label="On-demand prices by region" className="max-h-[36rem] overflow-auto">
      <table className="grid-table">
        <caption className="sr-only">On-demand price, Linux, cheapest first</caption>
        <Heads heads={ON_DEMAND_HEADS} />
        <tbody>
          {regions.map((region) => (
            <OnDemandRow
              key={region}
              region={region}
              price={priceOf.get(region)}
              listing={listings.find((entry) => entry.region === region)}
              absence={absence}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function OnDemandRow({
  region,
  price,
  listing,
  absence,
}: {
  region: string;
  price: OnDemandPrice | undefined;
  listing: Listing | undefined;
  absence: Outcome;
}) {
  return (
    <tr>
      <td className="whitespace-nowrap">{region}</td>
      <td className="num">
        {price === undefined || price.price === null ? (
          <span className="text-faint">{outcomeWords(price?.outcome ?? absence)}</span>
        ) : (
          <PerHour micro={price.price} />
        )}
      </td>
      <td className="num">{price?.perAccelerator != null && <PerHour micro={price.perAccelerator} />}</td>
      <td className="text-soft max-md:hidden">
        {listing === undefined ? 'not listed' : listing.usageClasses.replaceAll(',', ', ')}
      </td>
      <td className="num text-faint max-md:hidden">
        {price?.confirmedAt != null && <Age at={price.confirmedAt} />}
      </td>
    </tr>
  );
}
