import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { AppError } from '#lib/domain/errors.ts';
import { APPLICATION_ID, configure, type Db, openChecked, SCHEMA_VERSION, schemaVersion } from './client.ts';

const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/**
 * Makes a new database: an explicit first step, so that a missing volume is never taken for a first start.
 * @throws AppError DB_EXISTS, DB_UNREADABLE
 */
export function createDatabase(path: string): void {
  if (existsSync(path)) {
    throw new AppError('DB_EXISTS', 'there is a file already: nothing was changed', {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sqlite = openNew(path);
  try {
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    const db = configure(sqlite, path, 'worker');
    applyMigrations(db);
    sqlite
      .prepare("INSERT INTO meta (key, value) VALUES ('instance_id', ?), ('data_version', '0')")
      .run(randomUUID());
  } catch (error) {
    sqlite.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    throw error;
  }
  sqlite.close();
}

export type MigrationResult = { from: number; to: number; backup: string | undefined };

/**
 * Brings an existing database to this program's schema: a backup first, then the migrations with foreign keys
 * off, then a check of every key. Does nothing when the schema is current.
 * @throws AppError as openChecked; DB_CORRUPT when a key is left dangling
 */
export async function migrateDatabase(path: string): Promise<MigrationResult> {
  const sqlite = openChecked(path);
  try {
    const from = schemaVersion(sqlite);
    if (from === SCHEMA_VERSION) return { from, to: from, backup: undefined };
    const backup = `${path}.before-schema-${SCHEMA_VERSION}-from-${from}.bak`;
    rmSync(backup, { force: true });
    await sqlite.backup(backup);
    applyMigrations(configure(sqlite, path, 'worker'));
    return { from, to: SCHEMA_VERSION, backup };
  } finally {
    sqlite.close();
  }
}

/**
 * Foreign keys are off while tables are rebuilt: drizzle-kit rebuilds by copy and drop and switches them off inside
 * the migrator's transaction, where SQLite ignores it (drizzle-orm issues 4938, 5782). The check after it proves
 * that no row lost its parent.
 */
function applyMigrations(db: Db): void {
  db.sqlite.pragma('foreign_keys = OFF');
  migrate(db.orm, { migrationsFolder: MIGRATIONS });
  const dangling = db.sqlite.pragma('foreign_key_check') as unknown[];
  if (dangling.length > 0) {
    throw new AppError(
      'DB_CORRUPT',
      `${dangling.length} rows point to nothing after the migration: restore the backup beside the file`,
      {
        field: 'CHIPDESK_DB',
        received: db.path,
      },
    );
  }
  db.sqlite.pragma(`user_version = ${SCHEMA_VERSION}`);
  db.sqlite.pragma('foreign_keys = ON');
}

function openNew(path: string): Database.Database {
  try {
    return new Database(path);
  } catch (error) {
    throw new AppError('DB_UNREADABLE', `the database cannot be created (${(error as Error).message})`, {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
}
