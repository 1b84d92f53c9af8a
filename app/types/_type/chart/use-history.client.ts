'use client';

import { useEffect, useState } from 'react';
import type { Span } from '#lib/series/coverage.ts';
import { fetchHistory } from './fetch-history.ts';
import type { HistoryLine } from './history.ts';

export type Loaded = { lines: HistoryLine[]; window: Span };
/** A chart is this many pixels wide at the most: the clock has to move it by one of them. */
const PIXELS = 1500;

/** The same prices, and an end that would be drawn at the same place: what is looked at stays as it is. */
function isAsGood(before: Loaded | undefined, after: Loaded): boolean {
  if (before === undefined) return false;
  const { from, to } = before.window;
  const moved = Math.abs(after.window.to - to);
  const isSameLength = Math.abs(after.window.to - after.window.from - (to - from)) <= moved;
  return (
    isSameLength &&
    moved < (to - from) / PIXELS &&
    JSON.stringify(before.lines) === JSON.stringify(after.lines)
  );
}

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
        setLoaded((before) => (isAsGood(before, { lines, window }) ? before : { lines, window }));
        setError(undefined);
      })
      .catch((reason: unknown) => {
        if (!abort.signal.aborted) setError(reason instanceof Error ? reason.message : String(reason));
      });
    return () => abort.abort();
  }, [type, region, length, version]);
  return { loaded, error };
}
