import { Age } from '#app/_ui/clock.client.tsx';
import { count, counted } from '#app/_ui/format.ts';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { QUOTA_SCOPES, type QuotaScope } from '#lib/catalogue/quotas.ts';
import type { QuotaState } from '#lib/quotas/book.ts';
import type { Headroom } from '#lib/quotas/headroom.ts';
import type { Answer, AnswerRow, Silence, Total } from './answer.ts';
import { UseBar } from './use-bar.tsx';

const SCOPE_NAMES: Record<QuotaScope, string> = {
  'on-demand': 'On-demand',
  spot: 'Spot',
  'capacity-block': 'Capacity Block',
  'capacity-block-organization': 'Block, organization',
};

/** The answer in one look: all regions together, one figure for each way of starting the type. */
export function Totals({ totals, type }: { totals: readonly Total[]; type: string }) {
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:flex sm:gap-x-16">
      {totals.map((total) => (
        <div
          key={total.scope}
          className="max-sm:grid max-sm:grid-cols-[7.5rem_1fr] max-sm:gap-x-2 max-sm:items-baseline sm:max-w-64"
        >
          <dt className="text-[12px] text-faint">{SCOPE_NAMES[total.scope]}</dt>
          <dd>
            <Figure total={total} type={type} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Figure({ total, type }: { total: Total; type: string }) {
  const { instances, regions, best, unknownRegions, atMost, reason } = total;
  if (reason !== null) return <span className="text-soft first-letter:uppercase">{reason}</span>;
  if (instances === 0 && unknownRegions > 0)
    return (
      <>
        <span className="block text-[18px] font-semibold tracking-tight text-soft">not known</span>
        <span className="text-soft">
          at most {count(atMost)} in {counted(unknownRegions, 'region')}
        </span>
      </>
    );
  return (
    <>
      <span className="block text-[22px] leading-tight font-semibold tracking-tight" title={type}>
        {count(instances)} more
      </span>
      <span className="text-soft">
        {best === null
          ? 'in any region'
          : regions === 1
            ? `in ${best.region}`
            : `in ${regions} regions, ${count(best.instances)} in ${best.region}`}
        {unknownRegions > 0 && `; at most ${count(atMost)} where the use is not known`}
      </span>
    </>
  );
}

/** Regions where the type may be started, and in words the others. */
export function AnswerTable({ answer, type }: { answer: Answer; type: string }) {
  return (
    <>
      {answer.rows.length > 0 && (
        <div className="overflow-x-auto">
          <table className="grid-table max-md:block">
            <caption className="sr-only">How many more {type} may be started, by region</caption>
            <thead className="max-md:sr-only">
              <tr>
                <th scope="col">Region</th>
                {QUOTA_SCOPES.map((scope) => (
                  <th key={scope} scope="col">
                    {SCOPE_NAMES[scope]}
                  </th>
                ))}
                <th scope="col" className="num">
                  Looked up
                </th>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {answer.rows.map((row) => (
                <Row key={row.region} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Silences silences={answer.silences} />
    </>
  );
}

function Row({ row }: { row: AnswerRow }) {
  return (
    <tr className="max-md:grid max-md:grid-cols-3 max-md:border-t max-md:border-line max-md:py-1">
      <th
        scope="row"
        className="!border-b-0 !align-top !text-[13px] !text-ink max-md:!border-t-0 max-md:!pb-0 max-md:!font-semibold"
      >
        {row.region}
      </th>
      {row.cells.map(({ scope, headroom }) => (
        <td
          key={scope}
          className={`!align-top max-md:order-2 max-md:!border-t-0 ${scope === 'capacity-block-organization' ? 'max-md:hidden' : ''}`}
        >
          <span className="text-[12px] text-faint md:hidden">{SCOPE_NAMES[scope]}</span>
          <HeadroomText headroom={headroom} />
        </td>
      ))}
      <td className="num !align-top text-faint max-md:order-1 max-md:col-span-2 max-md:!border-t-0 max-md:!pb-0 max-md:text-[12px]">
        limits <LookedUp at={row.limitsAt} />, use <LookedUp at={row.usedAt} />
      </td>
    </tr>
  );
}

function LookedUp({ at }: { at: number | null }) {
  return at === null ? 'never' : <Age at={at} />;
}

function HeadroomText({ headroom }: { headroom: Headroom }) {
  const { quota } = headroom;
  if (!headroom.known) return <Unknown headroom={headroom} />;
  if (quota?.limit.value === 0)
    return (
      <span className="block text-faint">
        none
        <span className="block text-[12px]">limit 0 vCPU{isDefault(quota)}</span>
      </span>
    );
  return (
    <span className="block max-w-60">
      <span className={`block ${headroom.instances > 0 ? 'font-semibold' : 'text-faint'}`}>
        {headroom.instances > 0 ? `${count(headroom.instances)} more` : 'none more'}
      </span>
      <LimitAndUse quota={quota} />
    </span>
  );
}

const isDefault = (quota: QuotaState): string => (quota.applied === false ? ', AWS’s default' : '');

function LimitAndUse({ quota }: { quota: QuotaState | undefined }) {
  const limit = quota?.limit.value ?? null;
  const used = quota?.used.value ?? null;
  if (quota === undefined || limit === null || limit === 0) return null;
  return (
    <>
      {used !== null && <UseBar used={used} limit={limit} />}
      <span className="block text-[12px] text-faint xl:whitespace-nowrap">
        {used === null ? `limit ${count(limit)} vCPU` : `${count(used)} of ${count(limit)} vCPU`}
        {used !== null && <span className="max-md:hidden"> in use</span>}
        {used === null && quota.hasMetric === false && ', use not published'}
        {isDefault(quota)}
      </span>
    </>
  );
}

function Unknown({ headroom }: { headroom: Extract<Headroom, { known: false }> }) {
  const { outcome, reason, atMost, quota } = headroom;
  const isUnpublished = atMost !== null && quota?.hasMetric === false;
  return (
    <span className="block max-w-60">
      {!isUnpublished && <OutcomeMark outcome={outcome} words={reason} />}
      {atMost !== null && <span className="block text-soft">at most {count(atMost)}</span>}
      {outcome !== 'not_sold' && <LimitAndUse quota={quota} />}
      {quota?.lastLimit != null && quota.limit.value === null && quota.limit.seenAt !== null && (
        <span className="block text-[12px] text-faint">
          was {count(quota.lastLimit)} vCPU, <Age at={quota.limit.seenAt} />
        </span>
      )}
    </span>
  );
}

function Silences({ silences }: { silences: readonly Silence[] }) {
  if (silences.length === 0) return null;
  return (
    <dl className="mt-3 grid gap-x-4 gap-y-1 md:grid-cols-[max-content_1fr]">
      {silences.map(({ outcome, words, regions }) => (
        <div key={words} className="contents">
          <dt className="max-md:mt-1">
            {outcome === 'value' ? (
              <span className="text-soft">{words}</span>
            ) : (
              <OutcomeMark outcome={outcome} words={words} />
            )}
          </dt>
          <dd className="flex flex-wrap gap-x-2 text-faint">
            {regions.map((region) => (
              <span key={region} className="whitespace-nowrap">
                {region}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
