import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { listedRules } from '#app/_server/rule-routes.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { draftOf, formChoices } from '../_rules/form-data.ts';
import { kindForms } from '../_rules/kinds.ts';
import { RuleForm } from '../_rules/rule-form.client.tsx';

export const metadata: Metadata = { title: 'Rule' };

type Props = { params: Promise<{ id: string }> };

/** A rule made on a page, to be changed; one of the configuration file, to be tried and copied. */
export default async function RulePage({ params }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const { id } = await params;
  const rule = listedRules(db).find((one) => String(one.id) === id);
  const kinds = kindForms();
  if (rule === undefined || kinds.every(({ kind }) => kind !== rule.kind)) notFound();
  const isOwn = rule.origin === 'page';
  const draft = draftOf(rule, kinds);
  return (
    <Shell current="alerts" title={`Rule ${rule.name}`} now={productNow()}>
      <AlertTabs current="/rules" />
      <h2 className="shell pt-5 text-lg font-semibold tracking-tight">{rule.name}</h2>
      {!isOwn && (
        <p className="shell text-soft">
          This rule is in the configuration file and is changed there. What you make here is a copy under
          another name.
        </p>
      )}
      <RuleForm
        {...formChoices(db)}
        {...(isOwn ? { id: rule.id } : {})}
        kinds={kinds}
        initial={isOwn ? draft : { ...draft, name: `${rule.name}, copy`.slice(0, 80) }}
      />
    </Shell>
  );
}
