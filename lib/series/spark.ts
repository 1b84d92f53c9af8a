import { type TimedValue, valueAt } from './timeline.ts';

export type SparkBox = { from: number; to: number; width: number; height: number; buckets: number };

/**
 * A step line as an SVG path over a box, the lowest value at the bottom; it breaks where nothing is on record.
 * Each bucket shows the value in force at its end: enough for the eye at this size, and short to send.
 */
export function sparkPath(points: readonly TimedValue[], box: SparkBox): string {
  const step = (box.to - box.from) / box.buckets;
  const values = Array.from(
    { length: box.buckets },
    (_, i) => valueAt(points, box.from + (i + 1) * step) ?? null,
  );
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const low = Math.min(...known);
  const spread = Math.max(...known) - low;
  const y = (value: number) =>
    spread === 0 ? box.height / 2 : round(box.height - ((value - low) / spread) * box.height);
  return drawSteps(values, y, box.width / box.buckets);
}

function drawSteps(values: readonly (number | null)[], y: (value: number) => number, width: number): string {
  let path = '';
  let before: number | null = null;
  let level = 0;
  for (const [index, value] of values.entries()) {
    const x = round(index * width);
    if (value === null) {
      if (before !== null) path += `H${x}`;
    } else if (before === null) {
      level = y(value);
      path += `M${x} ${level}`;
    } else if (y(value) !== level) {
      level = y(value);
      path += `H${x}V${level}`;
    }
    before = value;
  }
  return before === null ? path : `${path}H${round(values.length * width)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
