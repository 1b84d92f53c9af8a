import type { TypeOffering } from '../market-source.ts';
import { type CsvText, eachLine, timestampReader } from './csv-file.ts';

interface Turn {
  readonly seconds: number;
  readonly offered: boolean;
}

/** When each type was offered in each zone, as recorded. */
export interface RecordedOfferings {
  /** undefined where nothing was recorded about the region up to that instant. */
  at(region: string, seconds: number): readonly TypeOffering[] | undefined;
}

const OFFERED: Readonly<Record<string, boolean>> = { present_at_start: true, added: true, removed: false };

export function loadOfferings(files: readonly CsvText[]): RecordedOfferings {
  const regions = new Map<string, Map<string, Turn[]>>();
  for (const csv of files) {
    const seconds = timestampReader();
    eachLine(csv, (text, start, end) => {
      const [region = '', zoneId = '', type = '', event = '', asOf = ''] = text.slice(start, end).split(',');
      const offered = Object.hasOwn(OFFERED, event) ? OFFERED[event] : undefined;
      if (offered === undefined) {
        throw new Error(`event: "${event}" is none of ${Object.keys(OFFERED).join(', ')}`);
      }
      const pools = regions.get(region) ?? new Map<string, Turn[]>();
      const key = `${type},${zoneId}`;
      regions.set(region, pools.set(key, [...(pools.get(key) ?? []), { seconds: seconds(asOf), offered }]));
    });
  }
  return {
    at(region, seconds) {
      const pools = [...(regions.get(region) ?? [])];
      const past = pools.flatMap(([key, turns]) => {
        const last = turns
          .filter((turn) => turn.seconds <= seconds)
          .sort((a, b) => a.seconds - b.seconds)
          .at(-1);
        return last === undefined ? [] : [{ key, offered: last.offered }];
      });
      if (past.length === 0) return undefined;
      return past
        .filter(({ offered }) => offered)
        .map(({ key }) => {
          const [type = '', zoneId = ''] = key.split(',');
          return { type, zoneId };
        });
    },
  };
}
