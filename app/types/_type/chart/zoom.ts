import { MINUTE } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';

/** Shorter than this nothing changes in the market. */
const LEAST = 30 * MINUTE;
/** As far back as there can be prices. */
const MOST = 400 * 24 * 60 * MINUTE;

/** A shown stretch made longer or shorter around an instant, its middle unless told; undefined where that is all there is. */
export function zoomed(
  shown: Span,
  factor: number,
  window: Span,
  around = (shown.from + shown.to) / 2,
): Span | undefined {
  const length = Math.max(LEAST, (shown.to - shown.from) * factor);
  const share = (around - shown.from) / (shown.to - shown.from);
  return fitted({ from: around - length * share, to: around + length * (1 - share) }, window);
}

/** The stretch beside the one shown, by a share of its length; earlier than all that is shown is possible. */
export function panned(shown: Span, by: number, window: Span): Span {
  const length = shown.to - shown.from;
  const from = Math.min(shown.from + length * by, window.to - length);
  return { from, to: from + length };
}

/** A stretch within all there is; undefined where it is all of it. */
export function fitted({ from, to }: Span, window: Span): Span | undefined {
  const inside = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
  return inside.from <= window.from && inside.to >= window.to ? undefined : inside;
}

/** Whether there can be anything before. */
export function canGoEarlier(shown: Span, window: Span): boolean {
  return shown.from > window.to - MOST;
}
