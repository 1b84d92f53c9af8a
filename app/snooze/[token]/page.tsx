import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { openLink } from '#app/_server/snooze-routes.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { matchWords } from '../../silences/_silences/labels.ts';
import { SnoozeForm } from '../_snooze/snooze-form.client.tsx';

export const metadata: Metadata = { title: 'Silence for a while', robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link in a message opens: nothing is silenced before somebody says for how long. */
export default async function SnoozePage({ params }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const { token } = await params;
  const opened = openLink(db, token, now);
  return (
    <Shell current="alerts" title="Silence for a while" now={now}>
      {opened === undefined || opened.isOver ? (
        <Notice title={opened === undefined ? 'This link cannot be used' : 'This link is over'}>
          <p>
            {opened === undefined
              ? 'It was not made by this desk, or was cut on its way.'
              : 'A link in a message works for three days.'}{' '}
            <Link href="/silences" prefetch={false} className="link">
              Make a silence by hand
            </Link>
            .
          </p>
        </Notice>
      ) : (
        <Notice title={matchWords(opened.snooze.matchers)}>
          <p>
            News of this is kept back for as long as you choose; what fires goes on firing, and its end is
            told where its beginning was.
          </p>
          <SnoozeForm token={token} />
        </Notice>
      )}
    </Shell>
  );
}
