import { factsOf } from '../catalogue.ts';
import type { ListPrice, PriceList } from '../market-source.ts';
import { type CsvText, eachLine, timestampReader } from './csv-file.ts';

interface Change {
  readonly seconds: number;
  readonly usd: string;
}

export interface RecordedPrices {
  at(nowSeconds: number): PriceList;
}

/** Only Linux was recorded; other systems come from the price list's own rules in `pricing/`. */
function readChanges(files: readonly CsvText[]): Map<string, Change[]> {
  const changes = new Map<string, Change[]>();
  for (const csv of files) {
    const seconds = timestampReader();
    eachLine(csv, (text, start, end) => {
      const [region = '', type = '', os = '', usd = '', asOf = ''] = text.slice(start, end).split(',');
      if (os !== 'Linux') return;
      const key = `${region},${type}`;
      const list = changes.get(key) ?? [];
      list.push({ seconds: seconds(asOf), usd });
      changes.set(key, list);
    });
  }
  for (const list of changes.values()) list.sort((a, b) => a.seconds - b.seconds);
  return changes;
}

export function loadOnDemand(files: readonly CsvText[]): RecordedPrices {
  const changes = readChanges(files);
  const instants = [...new Set([...changes.values()].flat().map((change) => change.seconds))].sort(
    (a, b) => a - b,
  );
  const built = new Map<number, PriceList>();
  return {
    at(nowSeconds) {
      const version = instants.findLast((instant) => instant <= nowSeconds) ?? 0;
      const known = built.get(version);
      if (known !== undefined) return known;
      const prices: ListPrice[] = [];
      for (const [key, list] of changes) {
        const latest = list.findLast((change) => change.seconds <= version);
        if (latest === undefined || latest.usd === '') continue;
        const [region = '', type = ''] = key.split(',');
        prices.push({ region, facts: factsOf(type), usd: latest.usd, effectiveSeconds: latest.seconds });
      }
      const priceList = { versionSeconds: version, prices };
      built.set(version, priceList);
      return priceList;
    },
  };
}
