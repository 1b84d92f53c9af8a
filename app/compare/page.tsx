import type { Metadata } from 'next';
import Link from 'next/link';
import { productNow } from '#app/_server/clock.ts';
import { instant } from '#app/_ui/format.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { DESCRIBED_SOURCE } from '#lib/catalogue/described.ts';
import { Choosers, UNIT_WORDS } from './_compare/choosers.tsx';
import { RatioPanel } from './_compare/ratio-panel.tsx';
import { type ComparePage, readCompare } from './_compare/read.ts';
import type { SearchParams } from './_compare/view.ts';
import { WayTable } from './_compare/way-table.tsx';

export const metadata: Metadata = { title: 'Compare' };

export default async function CompareRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const asked = await searchParams;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="compare" />;
  const now = productNow();
  const page = readCompare(db, asked, now);
  return (
    <Shell
      current="compare"
      title="Compare: Nvidia or Trainium, spot or block?"
      asOf={page?.asOf ?? null}
      now={now}
    >
      {page === undefined || page.view.types.length === 0 ? <NothingYet /> : <Body page={page} now={now} />}
    </Shell>
  );
}

function NothingYet() {
  return (
    <Notice title="There is nothing to compare yet">
      <p>
        Types arrive with the first look at AWS, prices a few seconds later. This page shows them by itself.
      </p>
    </Notice>
  );
}

function Body({ page, now }: { page: ComparePage; now: number }) {
  const { view, rows, unknown, choices } = page;
  const query = new URLSearchParams({ type: view.types.join(',') });
  if (view.region !== undefined) query.set('region', view.region);
  return (
    <>
      <section aria-label="Ways to buy" className="shell pb-6">
        <p className="hidden pt-2 text-[15px] font-semibold print:block">
          {view.types.join(', ')}: ways to buy{' '}
          {view.region === undefined ? 'where each is cheapest' : `in ${view.region}`}, in{' '}
          {UNIT_WORDS[view.unit]}, as of {instant(now)} UTC
        </p>
        <Choosers view={view} choices={choices} />
        {unknown.length > 0 && (
          <p role="status" className="pb-2 text-warn">
            Not known here, and left out: {unknown.join(', ')}
          </p>
        )}
        <WayTable rows={rows} unit={view.unit} />
        <p className="mt-1 text-[12px] text-faint">
          PFLOP: 1,000 TFLOPS of dense BF16, without sparsity. Savings plans: the cheapest of each term. A
          block’s price is its fee over the accelerators and hours delivered. Sources: EC2 spot price history,
          AWS Price List, Savings Plans rates, EC2 Capacity Block offerings.{' '}
          <span title={DESCRIBED_SOURCE}>What a chip can is from data sheets.</span>{' '}
          <Link href={`/api/v1/compare?${query}&format=csv`} prefetch={false} className="link print:hidden">
            CSV
          </Link>
        </p>
      </section>
      <RatioPanel {...page} />
    </>
  );
}
