import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { counted, percent, usd } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import type { Listing } from '#db/queries/board.ts';
import type { OnDemandPrice } from '#db/queries/on-demand.ts';
import { Change } from './legend.client.tsx';
import type { ZoneNow } from './pools.ts';

type Props = {
  type: string;
  zones: readonly ZoneNow[];
  onDemand: readonly OnDemandPrice[];
  listings: readonly Listing[];
  noSpot: ReactNode;
  noOnDemand: string;
};

/** Every way on record to get one: spot zone by zone, on-demand region by region. */
export function WaysToBuy({ type, zones, onDemand, listings, noSpot, noOnDemand }: Props) {
  return (
    <section aria-label="Ways to buy" className="shell grid gap-x-10 gap-y-8 pt-10 xl:grid-cols-[3fr_2fr]">
      <div className="min-w-0">
        <h2 className="mb-1 text-[15px] font-semibold">Spot, by zone</h2>
        {zones.length === 0 ? noSpot : <SpotTable type={type} zones={zones} />}
      </div>
      <div className="min-w-0">
        <h2 className="mb-1 text-[15px] font-semibold">On-demand, by region</h2>
        {listings.length === 0 && onDemand.length === 0 ? (
          <p className="text-soft">{noOnDemand}</p>
        ) : (
          <OnDemandTable prices={onDemand} listings={listings} absence={noOnDemand} />
        )}
      </div>
    </section>
  );
}

function SpotTable({ type, zones }: { type: string; zones: readonly ZoneNow[] }) {
  return (
    <div className="max-h-[36rem] overflow-auto">
      <table className="grid-table">
        <caption className="sr-only">
          Spot price of {type} in {counted(zones.length, 'zone')}, cheapest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Zone</th>
            <th scope="col" className="num">
              Spot
            </th>
            <th scope="col" className="num max-md:hidden">
              Per accelerator
            </th>
            <th scope="col" className="num max-md:hidden">
              Of on-demand
            </th>
            <th scope="col" className="num">
              24 h
            </th>
            <th scope="col" className="num max-md:hidden">
              7 d
            </th>
            <th scope="col" className="num max-md:hidden">
              30 d
            </th>
            <th scope="col" className="num max-md:hidden">
              Changed
            </th>
          </tr>
        </thead>
        <tbody>
          {zones.map((zone) => (
            <tr key={`${zone.region} ${zone.zoneId}`}>
              <td className="whitespace-nowrap">
                {zone.zoneId}{' '}
                <Link
                  href={`/types/${type}?region=${zone.region}`}
                  prefetch={false}
                  className="text-faint hover:underline"
                >
                  {zone.region}
                </Link>
              </td>
              <td className="num">
                {zone.price === null ? <OutcomeMark outcome={zone.outcome} /> : <Amount micro={zone.price} />}
              </td>
              <td className="num max-md:hidden">
                {zone.perAccelerator !== null && <Amount micro={zone.perAccelerator} />}
              </td>
              <td className="num max-md:hidden">
                {zone.share === null ? <span className="text-faint">no on-demand</span> : percent(zone.share)}
              </td>
              <Change fraction={zone.h24} />
              <Change fraction={zone.d7} className="max-md:hidden" />
              <Change fraction={zone.d30} className="max-md:hidden" />
              <td className="num text-faint max-md:hidden">
                {zone.changedAt === null ? 'not told' : <Age at={zone.changedAt} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OnDemandTable({
  prices,
  listings,
  absence,
}: {
  prices: readonly OnDemandPrice[];
  listings: readonly Listing[];
  absence: string;
}) {
  const regions = [
    ...new Set([...prices.map((price) => price.region), ...listings.map((listing) => listing.region)]),
  ];
  const priceOf = new Map(prices.map((price) => [price.region, price]));
  const amount = (region: string) => priceOf.get(region)?.price ?? Infinity;
  regions.sort((a, b) => amount(a) - amount(b) || a.localeCompare(b));
  return (
    <div className="max-h-[36rem] overflow-auto">
      <table className="grid-table">
        <caption className="sr-only">On-demand price, Linux, cheapest first</caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col" className="num">
              On-demand
            </th>
            <th scope="col" className="num">
              Per accelerator
            </th>
            <th scope="col" className="max-md:hidden" title="The ways of buying that AWS lists there">
              Listed for
            </th>
            <th scope="col" className="num max-md:hidden">
              Confirmed
            </th>
          </tr>
        </thead>
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
    </div>
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
  absence: string;
}) {
  return (
    <tr>
      <td>{region}</td>
      <td className="num">
        {price === undefined || price.price === null ? (
          <span className="text-faint">{absence}</span>
        ) : (
          <Amount micro={price.price} />
        )}
      </td>
      <td className="num">{price?.perAccelerator != null && <Amount micro={price.perAccelerator} />}</td>
      <td className="text-soft max-md:hidden">
        {listing === undefined ? 'not listed' : listing.usageClasses.replaceAll(',', ', ')}
      </td>
      <td className="num text-faint max-md:hidden">
        {price?.confirmedAt != null && <Age at={price.confirmedAt} />}
      </td>
    </tr>
  );
}

function Amount({ micro }: { micro: number }) {
  return (
    <>
      {usd(micro)}
      <span className="text-faint">/h</span>
    </>
  );
}
