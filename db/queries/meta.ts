import { eq, sql } from 'drizzle-orm';
import { AppError } from '#lib/domain/errors.ts';
import type { Db } from '../client.ts';
import { meta } from '../schema/index.ts';
import { prepared } from './prepared.ts';

/** Whose facts a database holds; the two are never mixed. */
export type Origin = 'aws' | 'simulated';

export function readMeta(db: Db, key: string): string | undefined {
  const row = prepared(db, 'SELECT value FROM meta WHERE key = ?').get(key) as [string] | undefined;
  return row?.[0];
}

/** Sets a value; call it inside the transaction that it belongs to. */
export function writeMeta(db: Db, key: string, value: string): void {
  db.orm.insert(meta).values({ key, value }).onConflictDoUpdate({ target: meta.key, set: { value } }).run();
}

/**
 * Refuses a database that holds the other kind of facts. A fresh one fits both; it is marked at the first look.
 * @throws AppError DB_ORIGIN
 */
export function checkOrigin(db: Db, origin: Origin): void {
  const held = readMeta(db, 'origin');
  if (held === undefined || held === origin) return;
  const words = { aws: 'real AWS observations', simulated: 'a simulated market' };
  throw new AppError(
    'DB_ORIGIN',
    `the database holds ${words[held as Origin]} and takes nothing from ${words[origin]}: use another CHIPDESK_DB`,
    {
      field: 'CHIPDESK_DB',
      received: db.path,
    },
  );
}

/** Notes whose facts the database holds from now on. */
export function markOrigin(db: Db, origin: Origin): void {
  db.orm.insert(meta).values({ key: 'origin', value: origin }).onConflictDoNothing().run();
}

/** Counts up the version of the data, inside the transaction that changes it. */
export function bumpDataVersion(db: Db): void {
  db.orm
    .update(meta)
    .set({ value: sql`CAST(${meta.value} AS INTEGER) + 1` })
    .where(eq(meta.key, 'data_version'))
    .run();
}
