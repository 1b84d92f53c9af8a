import type { Metadata } from 'next';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { listedRules } from '#app/_server/rule-routes.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { listSilences } from '#db/queries/silences.ts';
import { isActive } from '#lib/alerts/silence.ts';
import { FORM_LABELS } from './_silences/labels.ts';
import { PastSilences } from './_silences/past-silences.tsx';
import { SilenceForm } from './_silences/silence-form.client.tsx';
import { SilenceList } from './_silences/silence-list.tsx';

export const metadata: Metadata = { title: 'Silences' };

const SHOWN = 100;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SilencesPage({ searchParams }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const query = await searchParams;
  const silences = listSilences(db, SHOWN);
  const active = silences.filter((silence) => isActive(silence, now));
  const past = silences.filter((silence) => !isActive(silence, now));
  const match = Object.fromEntries(
    FORM_LABELS.map(({ label }) => [label, typeof query[label] === 'string' ? query[label] : '']),
  );
  return (
    <Shell current="alerts" title="Silences: what nobody wants to hear of for a while" now={now}>
      <AlertTabs current="/silences" />
      <SilenceForm
        key={JSON.stringify(match)}
        match={match}
        known={{
          rule: listedRules(db).map(({ name }) => name),
          type: [...knownTypes(db)].sort(),
          region: [...knownRegions(db)].sort(),
        }}
      />
      <SilenceList silences={active} />
      {past.length > 0 && <PastSilences silences={past} />}
    </Shell>
  );
}
