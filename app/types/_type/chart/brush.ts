import type { Span } from '#lib/series/coverage.ts';

/** What a drag on the strip does: moves an edge of what is shown, moves all of it, or begins anew. */
export type Grip = 'from' | 'to' | 'both' | 'new';

/** What is taken hold of at a share (0 to 1) of the strip; `near` is how close to an edge counts as it. */
export function gripAt(share: number, shown: Span, window: Span, near: number): Grip {
  const from = shareOf(shown.from, window);
  const to = shareOf(shown.to, window);
  if (from <= 0 && to >= 1) return near > share ? 'from' : near > 1 - share ? 'to' : 'new';
  if (Math.abs(share - from) <= near) return 'from';
  if (Math.abs(share - to) <= near) return 'to';
  return share > from && share < to ? 'both' : 'new';
}

/** What is shown after a drag from one share of the strip to another; edges that cross change places. */
export function draggedTo(grip: Grip, start: number, end: number, shown: Span, window: Span): Span {
  const at = (share: number) => Math.round(window.from + clamp(share) * (window.to - window.from));
  if (grip === 'new') return ordered(at(start), at(end));
  if (grip === 'from') return ordered(at(end), shown.to);
  if (grip === 'to') return ordered(shown.from, at(end));
  const length = shown.to - shown.from;
  const from = Math.min(window.to - length, Math.max(window.from, shown.from + at(end) - at(start)));
  return { from, to: from + length };
}

export function shareOf(at: number, window: Span): number {
  return clamp((at - window.from) / (window.to - window.from));
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
const ordered = (a: number, b: number): Span => ({ from: Math.min(a, b), to: Math.max(a, b) });
