import type { Metadata } from 'next';
import { connection } from 'next/server';
import { channelRows } from '#app/_server/channel-routes.ts';
import { productNow } from '#app/_server/clock.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { counted } from '#app/_ui/format.ts';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { newestAttempts } from '#db/queries/newest-attempts.ts';
import { channelForms } from '#lib/channels/forms.ts';
import { ChannelForm } from './_channels/channel-form.client.tsx';
import { ChannelTable } from './_channels/channel-table.tsx';

export const metadata: Metadata = { title: 'Channels' };

export default async function ChannelsPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const channels = channelRows(db);
  const forms = channelForms();
  return (
    <Shell current="alerts" title="Channels: where news goes" now={productNow()}>
      <AlertTabs current="/channels" />
      <h2 className="shell pt-5 pb-2 text-lg font-semibold tracking-tight">
        {channels.length === 0 ? 'No channel yet: nobody can be told' : counted(channels.length, 'channel')}
      </h2>
      {channels.length > 0 && (
        <ChannelTable channels={channels} forms={forms} attempts={newestAttempts(db)} />
      )}
      <section aria-label="New channel" className="shell max-w-xl pt-8">
        <h2 className="pb-2 text-[15px] font-semibold">New channel</h2>
        <ChannelForm forms={forms} />
      </section>
    </Shell>
  );
}
