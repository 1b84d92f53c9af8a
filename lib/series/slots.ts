import type { Span } from './coverage.ts';
import { heldValues } from './stats.ts';
import type { TimedValue } from './timeline.ts';

/** The mean of a series over one slot, each price weighted by how long it held, and for how long any did. */
export type SlotMean = { at: number; mean: number; knownMs: number };

/** Means over the slots of equal length, counted from the epoch, that a stretch touches; a slot without a price is left out. */
export function slotMeans(points: readonly TimedValue[], span: Span, slotMs: number): SlotMean[] {
  const means: SlotMean[] = [];
  let open: { at: number; sum: number; knownMs: number } | undefined;
  const close = () => {
    if (open !== undefined) means.push({ at: open.at, mean: open.sum / open.knownMs, knownMs: open.knownMs });
  };
  for (const { value, from, to } of heldValues(points, span)) {
    for (let start = from; start < to; ) {
      const at = start - (start % slotMs);
      const end = Math.min(to, at + slotMs);
      if (open?.at !== at) {
        close();
        open = { at, sum: 0, knownMs: 0 };
      }
      open.sum += value * (end - start);
      open.knownMs += end - start;
      start = end;
    }
  }
  close();
  return means;
}
