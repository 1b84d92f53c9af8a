'use client';

import Link from 'next/link';
import { useState } from 'react';
import { PRIMARY, SECONDARY } from '#app/_ui/fields.tsx';
import { type Sent, sendJson } from '#app/_ui/send.ts';
import { SNOOZE_FOR } from '#lib/alerts/snooze.ts';
import { durationText, formatAge } from '#lib/domain/time.ts';

/** One tap for each span. */
export function SnoozeForm({ token }: { token: string }) {
  const [sent, setSent] = useState<Sent<{ endsAt: string }>>();
  if (sent?.ok)
    return (
      <p role="status" className="text-cheap">
        Silenced until {sent.answer.endsAt.slice(0, 16).replace('T', ' ')} UTC.{' '}
        <Link href="/silences" prefetch={false} className="link">
          See or end it
        </Link>
        .
      </p>
    );
  return (
    <div className="flex flex-wrap gap-3 pt-2">
      {SNOOZE_FOR.map((ms, index) => (
        <button
          key={ms}
          type="button"
          className={`${index === 0 ? PRIMARY : SECONDARY} !h-11`}
          onClick={async () => setSent(await sendJson('POST', '/snooze', { token, for: durationText(ms) }))}
        >
          For {formatAge(ms)}
        </button>
      ))}
      {sent !== undefined && !sent.ok && (
        <p role="alert" className="text-bad">
          {sent.errors[0]?.message}
        </p>
      )}
    </div>
  );
}
