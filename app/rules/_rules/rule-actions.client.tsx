'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sendJson } from '#app/_ui/send.ts';

type Props = { id: number; name: string; isPaused: boolean; firing: number };

/** Pauses a rule, lets it go on, or takes it away: the last after a second click, with what it ends. */
export function RuleActions({ id, name, isPaused, firing }: Props) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<string>();
  const act = async (method: 'POST' | 'DELETE', path: string) => {
    const sent = await sendJson(method, path);
    setAsking(false);
    setError(sent.ok ? undefined : sent.errors[0]?.message);
    if (sent.ok) router.refresh();
  };
  const turn = isPaused ? 'resume' : 'pause';
  return (
    <span className="inline-flex items-center gap-2 text-[12px]">
      <button type="button" className="link" onClick={() => act('POST', `/rules/${id}/${turn}`)}>
        {isPaused ? 'Resume' : 'Pause'}
        <span className="sr-only"> {name}</span>
      </button>
      {isAsking ? (
        <>
          <button type="button" className="link text-bad" onClick={() => act('DELETE', `/rules/${id}`)}>
            {firing > 0 ? `Remove, ending ${firing} firing` : 'Remove for good'}
          </button>
          <button type="button" className="link" onClick={() => setAsking(false)}>
            Keep
          </button>
        </>
      ) : (
        <button type="button" className="link" onClick={() => setAsking(true)}>
          Remove<span className="sr-only"> {name}</span>
        </button>
      )}
      {error !== undefined && (
        <span role="alert" className="text-bad">
          {error}
        </span>
      )}
    </span>
  );
}
