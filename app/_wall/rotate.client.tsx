'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';

export type WallPart = { name: string; title: string; content: ReactNode };

/** A browser that shows one page for days is begun anew now and then; real time. */
const RENEW_MS = 6 * 3_600_000;
const ASK_MS = 60_000;

/** Shows one part after the other; the page below asks for news by itself, and begins anew while the desk answers. */
export function Rotate({ parts, seconds }: { parts: readonly WallPart[]; seconds: number }) {
  const [turn, setTurn] = useState(0);
  const router = useRouter();
  useEffect(() => {
    const turning = setInterval(() => setTurn((last) => last + 1), seconds * 1000);
    const asking = setInterval(() => router.refresh(), ASK_MS);
    const renewing = setInterval(() => {
      // A page that is reloaded while nobody answers would be an error page for ever.
      fetch('/api/v1/openapi.json')
        .then((answer) => answer.ok && location.reload())
        .catch(() => undefined);
    }, RENEW_MS);
    return () => {
      for (const timer of [turning, asking, renewing]) clearInterval(timer);
    };
  }, [router, seconds]);
  const shown = parts[turn % Math.max(1, parts.length)];
  if (shown === undefined) return null;
  return (
    <section aria-label={shown.title} data-part={shown.name}>
      <h2 className="text-[2.4vw] font-semibold tracking-tight max-sm:text-[6vw]">{shown.title}</h2>
      {shown.content}
    </section>
  );
}
