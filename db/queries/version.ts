import type { Db } from '../client.ts';
import { readMeta } from './meta.ts';

/** The number that every ingest transaction raises: equal numbers mean equal answers. */
export function dataVersion(db: Db): number {
  return Number(readMeta(db, 'data_version') ?? 0);
}

/** Whose market the store holds, or undefined before the first look. */
export function marketOrigin(db: Db): 'aws' | 'simulated' | undefined {
  const origin = readMeta(db, 'origin');
  return origin === 'aws' || origin === 'simulated' ? origin : undefined;
}
