import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { instant } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { type KnownPlan, knownDigests, listIssues, type StoredIssue } from '#db/queries/digest/issues.ts';
import { leftOutOf } from '#db/queries/digest/subscriptions.ts';
import { digestPage } from '#lib/digest/document.ts';
import { EVERYTHING, nextIssue, planWords } from '#lib/digest/plan.ts';

export const metadata: Metadata = { title: 'Digests' };

const SHOWN = 100;

export default async function DigestsPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const plans = knownDigests(db);
  return (
    <Shell current="alerts" title="Digests: what did we tell people?" now={now}>
      <AlertTabs current="/digests" />
      <section aria-label="Digests that are sent" className="shell pt-5">
        <h2 className="mb-1 text-[15px] font-semibold">Next</h2>
        {plans.length === 0 ? (
          <NoPlans />
        ) : (
          <PlanTable
            plans={plans.map((plan) => ({ ...plan, ended: leftOutOf(db, plan.name, plan.channels) }))}
            now={now}
          />
        )}
      </section>
      <section aria-label="Archive" className="shell pt-8">
        <h2 className="mb-1 text-[15px] font-semibold">Archive</h2>
        <Archive issues={listIssues(db, SHOWN)} />
      </section>
    </Shell>
  );
}

const EXAMPLE = `digests:
  - { name: weekly, channels: [ml-capacity], day: monday, at: "08:00", zone: Europe/Berlin }`;

function NoPlans() {
  return (
    <div className="max-w-2xl space-y-2 text-soft">
      <p>
        No digest is asked for yet. This, in the configuration file, sends the market of each week to a
        channel:
      </p>
      <pre className="overflow-x-auto border border-line bg-panel px-3 py-2 text-[12px] text-ink">
        {EXAMPLE}
      </pre>
      <p>
        <Link href={digestPage({ name: EVERYTHING.name, period: 'next' })} prefetch={false} className="link">
          What it would say now
        </Link>
      </p>
    </div>
  );
}

type ShownPlan = KnownPlan & { ended: readonly string[] };

function PlanTable({ plans, now }: { plans: readonly ShownPlan[]; now: number }) {
  return (
    <div className="overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">
          Digests, what each is about, whom it goes to and when it comes next
        </caption>
        <Heads
          heads={[
            { text: 'Digest' },
            { text: 'About', className: 'max-md:hidden' },
            { text: 'To' },
            { text: 'Comes' },
            { text: 'Next, UTC' },
          ]}
        />
        <tbody>
          {plans.map((plan) => (
            <tr key={plan.name}>
              <td className="md:whitespace-nowrap">
                {plan.name}{' '}
                <Link
                  href={digestPage({ name: plan.name, period: 'next' })}
                  prefetch={false}
                  className="link"
                >
                  preview
                </Link>
              </td>
              <td className="max-md:hidden">
                {plan.types.join(', ') || 'every watched type'} in{' '}
                {plan.regions.join(', ') || 'every watched region'}
              </td>
              <td>
                {plan.channels
                  .map((name) => (plan.ended.includes(name) ? `${name} (unsubscribed)` : name))
                  .join(', ')}
              </td>
              <td className="md:whitespace-nowrap">{planWords(plan)}</td>
              <td className="whitespace-nowrap">{instant(nextIssue(plan, now).dueAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whom an issue went to, and whom not because they did not want it any more. */
function sentTo({ channels, leftOut }: StoredIssue): string {
  if (leftOut.length === 0) return channels.join(', ');
  return `${channels.join(', ') || 'nobody'}; not to ${leftOut.join(', ')}: unsubscribed`;
}

function Archive({ issues }: { issues: readonly StoredIssue[] }) {
  if (issues.length === 0) return <p className="text-soft">No issue has been sent yet.</p>;
  return (
    <div className="overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Issues, newest first</caption>
        <Heads heads={[{ text: 'Issue' }, { text: 'Digest' }, { text: 'Due, UTC' }, { text: 'Sent to' }]} />
        <tbody>
          {issues.map((issue) => (
            <tr key={`${issue.name} ${issue.period}`}>
              <td className="whitespace-nowrap">
                {issue.state === 'sent' ? (
                  <Link href={digestPage(issue)} prefetch={false} className="link">
                    {issue.period}
                  </Link>
                ) : (
                  issue.period
                )}
              </td>
              <td>{issue.name}</td>
              <td className="whitespace-nowrap">{instant(issue.dueAt)}</td>
              <td>
                {issue.state === 'sent' ? (
                  <>
                    {sentTo(issue)}{' '}
                    <Link href="/deliveries" prefetch={false} className="link">
                      deliveries
                    </Link>
                  </>
                ) : (
                  'nobody: the jobs were down for more than 48 h after it was due'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
