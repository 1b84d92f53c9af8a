'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { sendJson } from './send.ts';

type Props = { method: 'POST' | 'DELETE'; path: string; title?: string; children: ReactNode };

/** One change of the desk as a word to click; what went wrong stands beside it. */
export function Act({ method, path, title, children }: Props) {
  const router = useRouter();
  const [error, setError] = useState<string>();
  const act = async () => {
    const sent = await sendJson(method, path);
    setError(sent.ok ? undefined : sent.errors[0]?.message);
    if (sent.ok) router.refresh();
  };
  return (
    <>
      <button
        type="button"
        className="link max-sm:inline-flex max-sm:min-h-9 max-sm:items-center max-sm:px-1"
        onClick={act}
        title={title}
      >
        {children}
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
