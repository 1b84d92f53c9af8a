import type { Db } from '../client.ts';
import { readMeta } from './meta.ts';
import { prepared } from './prepared.ts';

/** The number that every change of a channel made on a page raises: the worker asks for it while it runs. */
export function channelsVersion(db: Db): number {
  return Number(readMeta(db, 'channels_version') ?? 0);
}

export function countChannelsVersion(db: Db): void {
  const sql = `INSERT INTO meta (key, value) VALUES ('channels_version', '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;
  prepared(db, sql).run();
}
