import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { conditionOf, listedRules } from '#app/_server/rule-routes.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { counted } from '#app/_ui/format.ts';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { listChannels } from '#db/queries/channels.ts';
import { ruleStandings } from '#db/queries/rule-standings.ts';
import { DAY } from '#lib/domain/time.ts';
import { NoRules } from '../_ui/no-rules.tsx';
import { RuleTable } from './_rules/rule-table.tsx';

export const metadata: Metadata = { title: 'Rules' };

type Props = { searchParams: Promise<{ saved?: string }> };

export default async function RulesPage({ searchParams }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const { saved } = await searchParams;
  const rules = listedRules(db).map((rule) => ({ ...rule, condition: conditionOf(rule) }));
  return (
    <Shell current="alerts" title="Rules: what is watched, and who is told" now={now}>
      <AlertTabs current="/rules" />
      <div className="shell flex flex-wrap items-baseline gap-x-4 gap-y-2 pt-5 pb-2">
        <h2 className="text-lg font-semibold tracking-tight">{counted(rules.length, 'rule')}</h2>
        <Link href="/rules/new" prefetch={false} className="control inline-flex items-center !border-ink">
          New rule
        </Link>
        {rules.some(({ id }) => String(id) === saved) && (
          <p role="status" className="text-cheap">
            Saved: in force from the next look on.
          </p>
        )}
      </div>
      {rules.length === 0 ? (
        <NoRules />
      ) : (
        <RuleTable
          rules={rules}
          standings={ruleStandings(db, now - 30 * DAY)}
          channels={new Set(listChannels(db).flatMap(({ name, enabled }) => (enabled ? [name] : [])))}
        />
      )}
    </Shell>
  );
}
