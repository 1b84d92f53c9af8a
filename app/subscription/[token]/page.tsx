import type { Metadata } from 'next';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { openSubscription } from '#app/_server/subscription-routes.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { endedSince } from '#db/queries/digest/subscriptions.ts';
import { SubscriptionForm } from '../_subscription/subscription-form.client.tsx';

export const metadata: Metadata = { title: 'Your subscription', robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link at the foot of a digest opens: nothing ends before its reader says so, and it can be taken back. */
export default async function SubscriptionPage({ params }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const { token } = await params;
  const subscription = openSubscription(db, token);
  return (
    <Shell current="alerts" title="Your subscription" now={productNow()}>
      {subscription === undefined ? (
        <Notice title="This link cannot be used">
          <p>
            It was not made by this desk, or was cut on its way: open the whole link at the foot of a digest.
          </p>
        </Notice>
      ) : (
        <Notice title={`Digest “${subscription.digest}” to ${subscription.recipient}`}>
          <SubscriptionForm token={token} isWanted={endedSince(db, subscription) === undefined} />
          <p className="pt-2 text-[12px] text-faint">
            This is about mails of this one digest. Alerts to the same address go on.
          </p>
        </Notice>
      )}
    </Shell>
  );
}
