import type { Metadata } from 'next';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { deliveryCounts } from '#db/queries/delivery-counts.ts';
import { DAY } from '#lib/domain/time.ts';
import { DeliveryTable } from './_deliveries/delivery-table.tsx';
import { Standing } from './_deliveries/standing.tsx';

export const metadata: Metadata = { title: 'Deliveries' };

const SHOWN = 200;

export default async function DeliveriesPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const deliveries = listDeliveries(db, { limit: SHOWN });
  return (
    <Shell current="alerts" title="Deliveries: who was told what" now={now}>
      <AlertTabs current="/deliveries" />
      <Standing counts={deliveryCounts(db, now - DAY)} />
      {deliveries.length > 0 && (
        <div className="shell">
          <DeliveryTable deliveries={deliveries} />
        </div>
      )}
    </Shell>
  );
}
