import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { Db } from '#db/client.ts';
import { listAlerts, listEvents } from '#db/queries/alerts.ts';
import { listTargets } from '#db/queries/board.ts';
import { listChannels } from '#db/queries/channels.ts';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { listRules } from '#db/queries/rules.ts';
import { activeSilences } from '#db/queries/silences.ts';
import { productNow } from '../_server/clock.ts';
import { counted } from '../_ui/format.ts';
import { openForPage } from '../_ui/page-database.ts';
import { Refusal } from '../_ui/refusal.tsx';
import { Shell } from '../_ui/shell.tsx';
import { AlertTable } from './_alerts/alert-table.tsx';
import { DeliveryTable } from './_alerts/delivery-table.tsx';
import { GROUPS, groupAlerts } from './_alerts/groups.ts';
import { NoRules } from './_alerts/no-rules.tsx';
import { SilenceList } from './_alerts/silence-list.tsx';

export const metadata: Metadata = { title: 'Alerts' };

const ALERTS_SHOWN = 300;
const DELIVERIES_SHOWN = 100;

export default async function AlertsPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  return <Alerts db={db} />;
}

function Alerts({ db }: { db: Db }) {
  const rules = listRules(db).filter((rule) => rule.enabled);
  const groups = groupAlerts(
    listAlerts(db, { limit: ALERTS_SHOWN }),
    listEvents(db, { limit: ALERTS_SHOWN }),
  );
  const deliveries = listDeliveries(db, { limit: DELIVERIES_SHOWN });
  const channels = listChannels(db).filter((channel) => channel.enabled);
  const silences = activeSilences(db, productNow());
  const isEmpty = [...groups.values()].every((rows) => rows.length === 0);
  const looks = listTargets(db, ['spot-price']).flatMap((target) => target.lastCompleteAt ?? []);
  return (
    <Shell
      current="alerts"
      title="Alerts: what is wrong, and who was told"
      asOf={looks.length === 0 ? null : Math.max(...looks)}
      now={productNow()}
    >
      {isEmpty && rules.length === 0 && <NoRules />}
      {rules.length > 0 && (
        <p className="shell pt-6 text-soft">
          {counted(rules.length, 'rule')} watching, {counted(channels.length, 'channel')}
          {groups.get('firing')?.length === 0 &&
            groups.get('recovering')?.length === 0 &&
            '. Nothing is firing'}
          .
        </p>
      )}
      {silences.length > 0 && <SilenceList silences={silences} />}
      {GROUPS.map(({ name, title }) => {
        const rows = groups.get(name) ?? [];
        return rows.length > 0 && <AlertTable key={name} name={name} title={title} rows={rows} />;
      })}
      {(deliveries.length > 0 || rules.length > 0) && (
        <section className="shell pt-10" aria-label="Deliveries">
          <h2 className="mb-1 text-[15px] font-semibold">Deliveries</h2>
          {deliveries.length === 0 ? (
            <p className="text-soft">Nobody has had to be told anything yet.</p>
          ) : (
            <DeliveryTable deliveries={deliveries} />
          )}
        </section>
      )}
    </Shell>
  );
}
