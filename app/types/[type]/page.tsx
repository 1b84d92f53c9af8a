import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { explainAbsence } from '#app/_board/absence.ts';
import { AbsenceMark } from '#app/_board/absence-mark.tsx';
import { productNow } from '#app/_server/clock.ts';
import { ChangeText } from '#app/_ui/change.tsx';
import { percent, usd } from '#app/_ui/format.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import type { Db } from '#db/client.ts';
import { overlaySeries } from '#db/queries/type-overlays.ts';
import { dataVersion } from '#db/queries/version.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { ChartPanel } from '../_type/chart/chart-panel.client.tsx';
import { BlockTable } from '../_type/market/block-table.tsx';
import { BuyTable } from '../_type/market/buy-table.tsx';
import { PoolTables } from '../_type/market/pool-tables.tsx';
import { readMarket } from '../_type/market/read-market.ts';
import { Specification } from '../_type/market/specification.tsx';
import { StartTable } from '../_type/market/start-table.tsx';
import { parseTypeView, windowOf } from '../_type/params.ts';
import { readTypePage, type TypePage } from '../_type/read.ts';
import { readMarks } from '../_type/read-marks.ts';
import { TypeHead } from '../_type/type-head.tsx';
import { unitsOf } from '../_type/units.ts';

type PageProps = {
  params: Promise<{ type: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).type) };
}

export default async function TypeRoute({ params, searchParams }: PageProps) {
  const type = decodeURIComponent((await params).type);
  const asked = await searchParams;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="type" />;
  const page = readTypePage(db, type);
  if (page === undefined) return <NotYet type={type} />;
  return <TypeBody db={db} page={page} asked={asked} now={productNow()} />;
}

/** A type that exists and that no look has found yet: it comes by itself. Of another one there is no page. */
function NotYet({ type }: { type: string }) {
  if (!DESCRIBED.has(type)) notFound();
  return (
    <Shell current="type" title={type} asOf={null} now={productNow()}>
      <Notice title={`${type} has not been looked up yet`}>
        <p>
          The jobs ask AWS for types and prices when they first run, the ones that are watched only. This page
          shows it by itself.{' '}
          <Link href="/health" prefetch={false} className="link">
            Health
          </Link>{' '}
          says whether they run, and{' '}
          <Link href="/settings" prefetch={false} className="link">
            Settings
          </Link>{' '}
          what is watched.
        </p>
      </Notice>
    </Shell>
  );
}

type BodyProps = {
  db: Db;
  page: TypePage;
  asked: Record<string, string | string[] | undefined>;
  now: number;
};

function TypeBody({ db, page, asked, now }: BodyProps) {
  const { facts, zones, onDemand, listings } = page;
  const type = facts.name;
  const units = unitsOf({ ...facts, hasOnDemand: onDemand.some((price) => price.price !== null) });
  const known = {
    regions: page.regions.map((entry) => entry.region),
    units: units.map((unit) => unit.name),
    home: page.regions[0]?.region,
  };
  const { leftOut, ...view } = parseTypeView(asked, known);
  const to = now - (now % MINUTE);
  const window = windowOf(view, to);
  const market = readMarket(db, facts, regionsOf(page), now);
  return (
    <Shell
      current="type"
      title={`${type}: how its price has moved and ways to buy it`}
      asOf={page.asOf}
      now={now}
    >
      <TypeHead facts={facts}>
        <Headline page={page} />
      </TypeHead>
      {leftOut.length > 0 && (
        <p className="shell pb-3 text-warn" data-testid="left-out">
          Left out of the address: {leftOut.join('; ')}.
        </p>
      )}
      {page.regions.length > 0 && (
        <section aria-label="Price over time" className="shell border-t border-line">
          <ChartPanel
            {...{ type, known, units, to, zones }}
            regions={page.regions}
            overlays={overlaySeries(db, {
              ...{ type, regions: view.regions, from: window.from },
              accelerators: facts.acceleratorCount,
            })}
            marks={readMarks(db, type, view.regions, window)}
            knownFrom={window.from}
            version={dataVersion(db)}
          />
        </section>
      )}
      <BuyTable type={type} ways={market.ways} />
      <BlockTable
        type={type}
        offers={market.offers}
        all={market.allOffers}
        none={market.noOffers}
        now={now}
      />
      <StartTable type={type} starts={market.starts} />
      <PoolTables
        {...{ type, zones, onDemand, listings }}
        noSpot={<AbsenceMark absence={explainAbsence(page.absence)} />}
        noOnDemand={page.noOnDemand}
      />
      <Specification facts={facts} />
    </Shell>
  );
}

/** Where the type has a price or is listed: the cheapest regions first. */
function regionsOf({ regions, listings }: TypePage): string[] {
  return [...new Set([...regions.map(({ region }) => region), ...listings.map(({ region }) => region)])];
}

/** The answer in one look: the cheapest price now and where. */
function Headline({ page }: { page: TypePage }) {
  const best = page.zones[0];
  if (best === undefined || best.price === null)
    return <AbsenceMark absence={explainAbsence(page.absence)} />;
  return (
    <div className="sm:text-right">
      <p className="text-[26px] leading-tight font-semibold tracking-tight">
        <PerHour micro={best.price} />
      </p>
      <p className="mt-1">
        cheapest spot now, {best.zoneId} <span className="text-faint">{best.region}</span>
      </p>
      <p className="flex flex-wrap gap-x-3 text-soft sm:justify-end">
        {best.perAccelerator !== null && <span>{usd(best.perAccelerator)}/h per accelerator</span>}
        {best.share !== null && <span>{percent(best.share)} of on-demand</span>}
        {best.h24 !== null && (
          <span>
            <ChangeText fraction={best.h24} /> there in 24 h
          </span>
        )}
      </p>
    </div>
  );
}
