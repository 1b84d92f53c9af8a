import type { ZodType } from 'zod';
import type { Db } from '../client.ts';
import { readMeta } from './meta.ts';
import { prepared } from './prepared.ts';

/** A small record of the product about itself, kept as JSON under a key; what cannot be read counts as none. */
export function readRecord<T>(db: Db, key: string, shape: ZodType<T>): T | undefined {
  const text = readMeta(db, key);
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function writeRecord(db: Db, key: string, value: object): void {
  const sql =
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
  prepared(db, sql).run(key, JSON.stringify(value));
}

export function dropRecord(db: Db, key: string): void {
  prepared(db, 'DELETE FROM meta WHERE key = ?').run(key);
}
