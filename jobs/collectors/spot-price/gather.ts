import type { PriceSet, SeriesAnswer } from '#db/queries/publish-prices.ts';
import type { SpotParser } from './parse.ts';

/** Collects records by series as pages arrive. */
export type Gathering = {
  add(items: readonly unknown[]): void;
  finish(): { series: SeriesAnswer[]; items: number; quarantined: number; reason: string | undefined };
};

/** Sorting and de-duplicating happen here: AWS does not promise an order, and pages may repeat. */
export function gather(parse: SpotParser, asked: PriceSet['asked']): Gathering {
  const bySeries = new Map<string, SeriesAnswer>();
  let items = 0;
  let quarantined = 0;
  let reason: string | undefined;
  return {
    add(page) {
      items += page.length;
      for (const input of page) {
        const record = parse(input);
        if (typeof record === 'string') {
          quarantined++;
          reason ??= record;
          continue;
        }
        if (!asked({ instanceType: record.instanceType, qualifier: record.product })) continue;
        const key = `${record.zoneId}|${record.instanceType}|${record.product}`;
        let series = bySeries.get(key);
        if (series === undefined) {
          const { zoneId, instanceType, product, scale } = record;
          series = { zoneId, instanceType, qualifier: product, scale, records: [] };
          bySeries.set(key, series);
        }
        series.scale = Math.min(series.scale, record.scale);
        series.records.push({ at: record.at, value: record.micro });
      }
    },
    finish() {
      for (const series of bySeries.values()) series.records = inOrder(series.records);
      // By series, because the store is clustered by it.
      const series = [...bySeries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, answer]) => answer);
      return { series, items, quarantined, reason };
    },
  };
}

function inOrder(records: { at: number; value: number }[]): { at: number; value: number }[] {
  // Two prices for one instant are never seen from AWS; the order by value keeps the result the same if they are.
  records.sort((a, b) => a.at - b.at || a.value - b.value);
  return records.filter((record, index) => record.at !== records[index + 1]?.at);
}
