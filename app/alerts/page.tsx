import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import type { Db } from '#db/client.ts';
import { alertLine } from '#db/queries/alert-lines.ts';
import { toldOfAlerts } from '#db/queries/alert-told.ts';
import { type AlertListing, listAlerts, listEvents } from '#db/queries/alerts.ts';
import { listTargets } from '#db/queries/board.ts';
import { listChannels } from '#db/queries/channels.ts';
import { listRules } from '#db/queries/rules.ts';
import { activeSilences } from '#db/queries/silences.ts';
import { labelsWithRule, silenceOf } from '#lib/alerts/silence.ts';
import { DAY } from '#lib/domain/time.ts';
import { sparkPath } from '#lib/series/spark.ts';
import { productNow } from '../_server/clock.ts';
import { AlertTabs } from '../_ui/alert-tabs.tsx';
import { counted } from '../_ui/format.ts';
import { NoRules } from '../_ui/no-rules.tsx';
import { openForPage } from '../_ui/page-database.ts';
import { Refusal } from '../_ui/refusal.tsx';
import { Shell } from '../_ui/shell.tsx';
import { AlertTable } from './_alerts/alert-table.tsx';
import { GROUPS, groupAlerts } from './_alerts/groups.ts';
import { SPARK_BOX, SPARK_DAYS } from './_alerts/spark-box.ts';

export const metadata: Metadata = { title: 'Alerts' };

const ALERTS_SHOWN = 300;

export default async function AlertsPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  return <Alerts db={db} />;
}

function Alerts({ db }: { db: Db }) {
  const rules = listRules(db).filter((rule) => rule.enabled);
  const now = productNow();
  const silences = activeSilences(db, now);
  const told = toldOfAlerts(db);
  const groups = groupAlerts(
    listAlerts(db, { limit: ALERTS_SHOWN }),
    listEvents(db, { limit: ALERTS_SHOWN }),
    (alert) => ({
      spark: sparkOf(db, alert, now),
      silence: silenceOf(silences, labelsOf(alert), now),
      told: told.get(alert.id) ?? [],
    }),
  );
  const channels = listChannels(db).filter((channel) => channel.enabled);
  const isEmpty = [...groups.values()].every((rows) => rows.length === 0);
  const looks = listTargets(db, ['spot-price']).flatMap((target) => target.lastCompleteAt ?? []);
  return (
    <Shell
      current="alerts"
      title="Alerts: what is wrong, and who was told"
      asOf={looks.length === 0 ? null : Math.max(...looks)}
      now={now}
    >
      <AlertTabs current="/alerts" />
      {isEmpty && rules.length === 0 && <NoRules />}
      {rules.length > 0 && (
        <p className="shell pt-6 text-soft">
          {counted(rules.length, 'rule')} watching, {counted(channels.length, 'channel')}
          {groups.get('firing')?.length === 0 &&
            groups.get('recovering')?.length === 0 &&
            '. Nothing is firing'}
          .
          {silences.length > 0 && (
            <>
              {' '}
              <Link href="/silences" prefetch={false} className="link">
                {counted(silences.length, 'silence')} in force
              </Link>
              .
            </>
          )}
        </p>
      )}
      {GROUPS.map(({ name, title }) => {
        const rows = groups.get(name) ?? [];
        return rows.length > 0 && <AlertTable key={name} name={name} title={title} rows={rows} />;
      })}
    </Shell>
  );
}

/** Of what is open, the price it is about over the last week; nothing where it is about something else. */
function sparkOf(db: Db, { phase, labels }: AlertListing, now: number): string | null {
  if (phase === 'ok') return null;
  const from = now - SPARK_DAYS * DAY;
  const points = alertLine(db, labels, from, now);
  return points === undefined ? null : sparkPath(points, { ...SPARK_BOX, from, to: now });
}

const labelsOf = ({ labels, ruleName, severity }: AlertListing) =>
  labelsWithRule(labels, { name: ruleName, severity });
