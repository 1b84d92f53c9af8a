import type { SpotSeries } from './market-source.ts';

/** Dollars per instance-hour at an instant; undefined before the first record and while the pool has no price. */
export function priceInForce(series: SpotSeries, seconds: number): number | undefined {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series.times[middle] ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  const text = low === 0 ? '' : series.priceAt(low - 1);
  return text === '' ? undefined : Number(text);
}
