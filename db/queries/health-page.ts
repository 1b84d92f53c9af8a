import { statSync } from 'node:fs';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** What the store holds and takes up on disk. */
export type StoreSize = { fileBytes: number; logBytes: number; series: number; pools: number };

/** Counts what is cheap to count: points are many, and nobody decides anything on their number. */
export function storeSize(db: Db): StoreSize {
  const [series, pools] = prepared(db, "SELECT count(*), sum(kind = 'spot') FROM series").get() as [
    number,
    number | null,
  ];
  return { fileBytes: fileBytes(db.path), logBytes: fileBytes(`${db.path}-wal`), series, pools: pools ?? 0 };
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
