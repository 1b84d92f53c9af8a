'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sendJson } from '#app/_ui/send.ts';

/** Ends a silence now: what began under it and still fires is told within a minute. */
export function EndSilence({ id }: { id: number }) {
  const router = useRouter();
  const [error, setError] = useState<string>();
  const end = async () => {
    const sent = await sendJson('DELETE', `/silences/${id}`);
    setError(sent.ok ? undefined : sent.errors[0]?.message);
    if (sent.ok) router.refresh();
  };
  return (
    <>
      <button
        type="button"
        className="link"
        onClick={end}
        title="What began under it and still fires is told within a minute"
      >
        End now
      </button>
      {error !== undefined && (
        <span role="alert" className="text-bad">
          {' '}
          {error}
        </span>
      )}
    </>
  );
}
