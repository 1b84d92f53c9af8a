'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sendJson } from '#app/_ui/send.ts';
import type { ChannelForm as Form } from '#lib/channels/forms.ts';
import { ChannelForm } from './channel-form.client.tsx';

type Props = {
  channel: { id: number; name: string; kind: string; settings: Readonly<Record<string, unknown>> | null };
  isOwn: boolean;
  forms: readonly Form[];
};

/** A test by the same path as news, and for a channel made here its form and its end. */
export function ChannelActions({ channel, isOwn, forms }: Props) {
  const router = useRouter();
  const [mode, setMode] = useState<'idle' | 'edit' | 'remove'>('idle');
  const [said, setSaid] = useState<{ text: string; isError: boolean }>();
  const act = async (method: 'POST' | 'DELETE', path: string, done: string) => {
    const sent = await sendJson(method, path);
    setMode('idle');
    setSaid(
      sent.ok ? { text: done, isError: false } : { text: sent.errors[0]?.message ?? '', isError: true },
    );
    if (sent.ok) router.refresh();
  };
  const path = `/channels/${channel.id}`;
  return (
    <div className="text-[12px]">
      <span className="inline-flex flex-wrap items-center gap-x-2 whitespace-nowrap">
        <button
          type="button"
          className="link"
          onClick={() =>
            act('POST', `${path}/test`, 'A test is on its way: the last try shows what came of it.')
          }
        >
          Test<span className="sr-only"> {channel.name}</span>
        </button>
        {!isOwn && <span className="text-faint">in the file</span>}
        {isOwn && (
          <button type="button" className="link" onClick={() => setMode(mode === 'edit' ? 'idle' : 'edit')}>
            {mode === 'edit' ? 'Leave as it is' : 'Change'}
            <span className="sr-only"> {channel.name}</span>
          </button>
        )}
        {isOwn && mode !== 'remove' && (
          <button type="button" className="link" onClick={() => setMode('remove')}>
            Remove<span className="sr-only"> {channel.name}</span>
          </button>
        )}
        {mode === 'remove' && (
          <>
            <button type="button" className="link text-bad" onClick={() => act('DELETE', path, '')}>
              Remove for good
            </button>
            <button type="button" className="link" onClick={() => setMode('idle')}>
              Keep
            </button>
          </>
        )}
      </span>
      {said !== undefined && said.text !== '' && (
        <p role={said.isError ? 'alert' : 'status'} className={said.isError ? 'text-bad' : 'text-soft'}>
          {said.text}
        </p>
      )}
      {mode === 'edit' && (
        <div className="pt-2">
          <ChannelForm forms={forms} channel={channel} onDone={() => setMode('idle')} />
        </div>
      )}
    </div>
  );
}
