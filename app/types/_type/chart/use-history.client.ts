'use client';

import { useEffect, useState } from 'react';
import type { Span } from '#lib/series/coverage.ts';
import { fetchHistory } from './fetch-history.ts';
import type { HistoryLine } from './history.ts';

export type Loaded = { lines: HistoryLine[]; window: Span };
type Asked = { type: string; regions: readonly string[]; window: Span; version: number };

/** The history of all there is to show, from the public route; asked for again when there is news. */
export function useHistory({ type, regions, window, version }: Asked): {
  loaded: Loaded | undefined;
  error: string | undefined;
} {
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<string>();
  const region = regions.join(',');
  const length = window.to - window.from;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window moves with the clock; only news or another length is a reason to ask again
  useEffect(() => {
    const abort = new AbortController();
    fetchHistory({ type, region, ...window }, abort.signal)
      .then((lines) => {
        setLoaded({ lines, window });
        setError(undefined);
      })
      .catch((reason: unknown) => {
        if (!abort.signal.aborted) setError(reason instanceof Error ? reason.message : String(reason));
      });
    return () => abort.abort();
  }, [type, region, length, version]);
  return { loaded, error };
}
