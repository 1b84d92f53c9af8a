import type { Span } from './coverage.ts';
import type { Steps } from './gaps.ts';

/**
 * Indices of the steps to keep so that each of `buckets` equal stretches of the window keeps its first, lowest,
 * highest and last: real values only, nothing averaged. Steps before the window belong to its first stretch.
 */
export function keepExtremes(steps: Steps, window: Span, buckets: number): number[] {
  const width = (window.to - window.from) / buckets;
  const bucketOf = (at: number) => Math.min(buckets - 1, Math.max(0, Math.floor((at - window.from) / width)));
  const kept: number[] = [];
  let start = 0;
  while (start < steps.at.length) {
    const bucket = bucketOf(steps.at[start] ?? 0);
    let end = start + 1;
    while (end < steps.at.length && bucketOf(steps.at[end] ?? 0) === bucket) end++;
    keepOne(steps.value, start, end, kept);
    start = end;
  }
  return kept;
}

function keepOne(values: Steps['value'], start: number, end: number, kept: number[]): void {
  const chosen = new Set([start, end - 1]);
  let low = -1;
  let high = -1;
  for (let i = start; i < end; i++) {
    const value = values[i] ?? null;
    if (value === null) continue;
    if (low === -1 || value < (values[low] ?? Infinity)) low = i;
    if (high === -1 || value > (values[high] ?? -Infinity)) high = i;
  }
  if (low !== -1) chosen.add(low).add(high);
  kept.push(...[...chosen].sort((a, b) => a - b));
}
