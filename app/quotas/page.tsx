import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import type { Db } from '#db/client.ts';
import { QUOTA_GROUPS, quotaGroup } from '#lib/catalogue/quotas.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import { Age } from '../_ui/clock.client.tsx';
import { Notice } from '../_ui/notice.tsx';
import { openForPage } from '../_ui/page-database.ts';
import { Refusal } from '../_ui/refusal.tsx';
import { Shell } from '../_ui/shell.tsx';
import { AnswerTable, Totals } from './_quotas/answer-table.tsx';
import { ChangeTable } from './_quotas/change-table.tsx';
import { quotasHref, shortcuts } from './_quotas/params.ts';
import { QuotaGroups } from './_quotas/quota-groups.tsx';
import { type QuotaPage, readQuotaPage } from './_quotas/read.ts';
import { RequestTable } from './_quotas/request-table.tsx';
import { TypePicker } from './_quotas/type-picker.client.tsx';

export const metadata: Metadata = { title: 'Quotas' };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function QuotasPage({ searchParams }: PageProps) {
  await connection();
  const { type } = await searchParams;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="quotas" />;
  return <QuotasBody db={db} asked={type} />;
}

function QuotasBody({ db, asked }: { db: Db; asked: string | string[] | undefined }) {
  const now = productNow();
  const page = readQuotaPage(db, asked, now);
  return (
    <Shell current="quotas" title="Quotas: what may be started" now={now}>
      {page === undefined || page.book.length === 0 ? (
        <Notice title="Quotas have not been looked up yet">
          <p>
            The worker asks Service Quotas once an hour, in every watched region. The first look is not over.
          </p>
        </Notice>
      ) : page.book.every((region) => region.limits.lastCompleteAt === null) ? (
        <Blind page={page} />
      ) : (
        <Quotas page={page} now={now} />
      )}
    </Shell>
  );
}

/** No region has ever been looked at in full: the reason, and what would help. */
function Blind({ page }: { page: QuotaPage }) {
  const isDenied = page.book.some((region) => region.limits.outcome === 'denied');
  return (
    <>
      <Notice
        title={
          isDenied ? 'Quotas may not be read with these credentials' : 'What may be started is not known'
        }
      >
        {isDenied ? (
          <p>
            The policy of the worker needs servicequotas:ListServiceQuotas,
            servicequotas:ListAWSDefaultServiceQuotas, servicequotas:ListRequestedServiceQuotaChangeHistory
            and cloudwatch:GetMetricData. Until then no number here would be one.
          </p>
        ) : (
          <p>No look at Service Quotas has succeeded in any region; the next one is within the hour.</p>
        )}
        {page.errorText !== null && <p className="text-faint">{page.errorText}</p>}
      </Notice>
      <section className="shell" aria-label="Regions">
        <AnswerTable answer={page.answer} type={page.type.name} />
      </section>
    </>
  );
}

function Quotas({ page, now }: { page: QuotaPage; now: number }) {
  const { type, answer, groups, timeline, changes } = page;
  const hasRequests = timeline.open.length + timeline.decided.length > 0;
  return (
    <>
      <section className="shell flex flex-wrap items-center gap-x-6 gap-y-2 pt-4" aria-label="Type">
        <TypePicker type={type.name} groups={pickerGroups(page)} />
        <nav aria-label="Types often asked about" className="flex flex-wrap gap-x-4">
          {shortcuts(page.types.map((one) => one.name)).map((name) => (
            <Link
              key={name}
              href={quotasHref(name)}
              prefetch={false}
              replace
              scroll={false}
              aria-current={name === type.name ? 'true' : undefined}
              className={`border-b-2 py-0.5 ${name === type.name ? 'border-ink' : 'border-transparent text-soft hover:text-ink'}`}
            >
              {name}
            </Link>
          ))}
        </nav>
      </section>
      <section className="shell pt-5" aria-label={`What may be started of ${type.name}`}>
        <h2 className="mb-3 text-[15px] font-semibold">
          What may I start of {type.name}?{' '}
          <span className="font-normal text-faint">
            {type.vcpu === null ? 'its vCPU are not known' : `${type.vcpu} vCPU each`}
          </span>
        </h2>
        <Totals totals={answer.totals} type={type.name} />
        <div className="pt-4">
          <AnswerTable answer={answer} type={type.name} />
        </div>
      </section>
      <section className="shell pt-10" aria-label="All quotas">
        <h2 className="text-[15px] font-semibold">Every accelerator quota</h2>
        <Sources page={page} />
        <QuotaGroups groups={groups} type={type.name} />
      </section>
      <div className="shell grid gap-x-12 gap-y-10 pt-10 2xl:grid-cols-[3fr_2fr]">
        <section className="min-w-0" aria-label="Requests for more">
          <h2 className="mb-1 text-[15px] font-semibold">
            Requests for more{' '}
            {timeline.open.length > 0 && (
              <span className="font-normal text-faint">{timeline.open.length} open</span>
            )}
          </h2>
          {hasRequests ? (
            <RequestTable timeline={timeline} now={now} />
          ) : (
            <p className="text-soft">Nobody has asked for more in the 90 days that AWS tells of.</p>
          )}
        </section>
        <section className="min-w-0 max-w-3xl" aria-label="Changed limits">
          <h2 className="mb-1 text-[15px] font-semibold">Limits that changed</h2>
          {changes.length > 0 ? (
            <ChangeTable changes={changes} now={now} />
          ) : (
            <p className="text-soft">No limit has changed since we look.</p>
          )}
        </section>
      </div>
    </>
  );
}

/** Unit, sources and ages of the numbers below, and the regions that are not among them. */
function Sources({ page: { book, limitsAt, usedAt } }: { page: QuotaPage }) {
  const blind = book.filter(
    (region) => isIncomplete(region.limits.outcome) && region.limits.outcome !== 'region_disabled',
  );
  return (
    <p className="pb-2 text-faint">
      In vCPU, which on-demand, spot and Capacity Blocks count apart. Limits from Service Quotas
      {limitsAt !== null && (
        <>
          , <Age at={limitsAt} />
        </>
      )}
      ; use from CloudWatch
      {usedAt === null ? (
        ', not asked yet'
      ) : (
        <>
          , <Age at={usedAt} />
        </>
      )}
      .
      {blind.length > 0 && (
        <span className="text-warn"> Not among them: {blind.map((region) => region.region).join(', ')}.</span>
      )}
    </p>
  );
}

function pickerGroups({ types }: QuotaPage) {
  return QUOTA_GROUPS.map((name) => ({
    name,
    types: types.filter((type) => quotaGroup(type.family) === name).map((type) => type.name),
  })).filter((group) => group.types.length > 0);
}
