import { DAY } from '#lib/domain/time.ts';

/** A stretch of time, both ends included, milliseconds UTC. */
export type Span = { from: number; to: number };

/** Adds a span to others and merges what touches; sorted by start. */
export function addSpan(spans: readonly Span[], added: Span): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans, added].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** Whether an instant lies in one of the spans. */
export function isCovered(spans: readonly Span[], at: number): boolean {
  return spans.some((span) => span.from <= at && at <= span.to);
}

/** What of `whole` the spans do not cover; sorted by start, no empty stretches. */
export function uncovered(spans: readonly Span[], whole: Span): Span[] {
  const holes: Span[] = [];
  let at = whole.from;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.to < at) continue;
    if (span.from > at) holes.push({ from: at, to: Math.min(span.from, whole.to) });
    at = Math.max(at, span.to);
    if (at >= whole.to) break;
  }
  if (at < whole.to) holes.push({ from: at, to: whole.to });
  return holes.filter((hole) => hole.to > hole.from);
}

/**
 * The next window to back-fill: the newest part of the newest hole, cut at UTC midnights of a grid of `days` days so
 * that every whole day lies in one window. Undefined when nothing is missing but holes of at most `slack` milliseconds.
 */
export function nextWindow(spans: readonly Span[], whole: Span, days: number, slack = 0): Span | undefined {
  const hole = uncovered(spans, whole)
    .filter((missing) => missing.to - missing.from > slack)
    .at(-1);
  if (hole === undefined) return undefined;
  const grid = days * DAY;
  const cut = Math.floor((hole.to - 1) / grid) * grid;
  return { from: Math.max(hole.from, cut), to: hole.to };
}

/** The share of `whole` that the spans cover, 0 to 1. */
export function coveredShare(spans: readonly Span[], whole: Span): number {
  if (whole.to <= whole.from) return 1;
  const missing = uncovered(spans, whole).reduce((sum, hole) => sum + hole.to - hole.from, 0);
  return 1 - missing / (whole.to - whole.from);
}
