import type { Metadata } from 'next';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { begunDraft, formChoices } from '../_rules/form-data.ts';
import { kindForms } from '../_rules/kinds.ts';
import { RuleForm } from '../_rules/rule-form.client.tsx';

export const metadata: Metadata = { title: 'New rule' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewRulePage({ searchParams }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const kinds = kindForms();
  const choices = formChoices(db);
  return (
    <Shell current="alerts" title="New rule" now={productNow()}>
      <AlertTabs current="/rules" />
      <h2 className="shell pt-5 text-lg font-semibold tracking-tight">New rule</h2>
      <RuleForm
        {...choices}
        kinds={kinds}
        initial={begunDraft(await searchParams, kinds, choices.channels)}
      />
    </Shell>
  );
}
