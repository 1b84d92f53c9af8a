import { REGIONS } from '../../region-facts.ts';
import type { RateTable } from '../market/block-market.ts';
import { type CsvText, eachLine, timestampReader } from './csv-file.ts';

interface Look {
  readonly seconds: number;
  readonly microUsd: number;
}

/**
 * Rates per instance-hour as recorded, by region and type. Local Zones stand in the source as region `unknown`, some
 * in a quoted cell of two lines: both are passed over, as no region has those names.
 */
function readLooks(files: readonly CsvText[]): Map<string, Look[]> {
  const looks = new Map<string, Look[]>();
  for (const csv of files) {
    const seconds = timestampReader();
    eachLine(csv, (text, start, end) => {
      const [region = '', , type = '', , , usd = '', , asOf = ''] = text.slice(start, end).split(',');
      const rate = Number(usd);
      if (!REGIONS.has(region) || asOf === '' || !(rate > 0)) return;
      const key = `${region} ${type}`;
      const list = looks.get(key) ?? [];
      list.push({ seconds: seconds(asOf), microUsd: Math.round(rate * 1e6) });
      looks.set(key, list);
    });
  }
  for (const list of looks.values()) list.sort((a, b) => a.seconds - b.seconds);
  return looks;
}

/** Before its first look a rate is not known, and nothing is on sale. */
export function loadBlockRates(files: readonly CsvText[]): RateTable {
  const looks = readLooks(files);
  return (region, item, seconds) =>
    looks.get(`${region} ${item}`)?.findLast((look) => look.seconds <= seconds)?.microUsd;
}
