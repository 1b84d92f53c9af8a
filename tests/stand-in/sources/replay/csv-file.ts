import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const SPOT_HEADER = 'region,az,instance_type,product_description,price_usd,timestamp_utc';
export const ADVISOR_HEADER = 'region,instance_type,os,rate_bucket,savings_pct,as_of';
export const QUOTAS_HEADER = 'account,region,quota_code,quota_name,value';
export const ON_DEMAND_HEADER = 'region,instance_type,os,price_usd,as_of';
export const OFFERING_HEADER = 'region,az_id,instance_type,event,as_of';
export const BLOCK_RATE_HEADER =
  'region,region_name,instance_type,accelerator,accelerator_count,hourly_rate_usd,hourly_rate_per_accelerator_usd,as_of';

export interface CsvText {
  readonly header: string;
  readonly text: string;
  /** Offset of the first data line. */
  readonly start: number;
}

export function readCsv(path: string): CsvText {
  const raw = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1');
  const end = text.indexOf('\n');
  const header = (end < 0 ? text : text.slice(0, end)).trim();
  return { header, text, start: end < 0 ? text.length : end + 1 };
}

/** Calls back once per line with its bounds, without making 900,000 arrays. */
export function eachLine(csv: CsvText, onLine: (text: string, start: number, end: number) => void): void {
  const { text } = csv;
  let start = csv.start;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const stop = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (stop > start) onLine(text, start, stop);
    start = end + 1;
  }
}

/** Recordings repeat one timestamp for a whole look, so the last answer is nearly always the next one. */
export function timestampReader(): (iso: string) => number {
  let lastText = '';
  let lastSeconds = 0;
  return (iso) => {
    if (iso !== lastText) {
      lastText = iso;
      lastSeconds = Math.floor(Date.parse(iso) / 1000);
      if (Number.isNaN(lastSeconds)) throw new Error(`"${iso}" is not an ISO 8601 timestamp`);
    }
    return lastSeconds;
  };
}
