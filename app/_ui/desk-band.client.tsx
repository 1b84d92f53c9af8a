'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { type DeskFacts, deskBand } from '#lib/health/band.ts';
import { useNow } from './clock.client.tsx';
import { renew } from './renew.ts';

const ASK_AGAIN_MS = 30_000;

/** Above every page: that the jobs are down or its data is old. Appears, and goes, without anybody asking. */
export function DeskBand({ facts }: { facts: DeskFacts }) {
  const band = deskBand(facts, useNow());
  const isTrouble = band !== undefined;
  const router = useRouter();
  useEffect(() => {
    if (!isTrouble) return;
    // The stream of news may be what is broken: the page asks whether it is true, and later whether it still is.
    renew(router);
    const timer = setInterval(() => renew(router), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isTrouble, router]);
  return (
    <div role="status" aria-label="State of the desk">
      {band !== undefined && (
        <div className="shell flex items-start gap-2 border-b border-bad/40 bg-bad-bg py-2 text-bad">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <p>
            <strong className="font-semibold">{band.headline}</strong> {band.advice}{' '}
            <Link href="/health" prefetch={false} className="link">
              Health
            </Link>
          </p>
        </div>
      )}
    </div>
  );
}
