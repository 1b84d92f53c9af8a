import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { AppError } from '#lib/domain/errors.ts';
import { APPLICATION_ID, configure, type Db, openChecked, SCHEMA_VERSION, schemaVersion } from './client.ts';

const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** Migrations and how many of them there are: the ones of this program, unless a test brings its own. */
export type Migrations = { folder: string; version: number };
const OURS: Migrations = { folder: MIGRATIONS, version: SCHEMA_VERSION };

/**
 * Makes a new database: an explicit first step, so that a missing volume is never taken for a first start. It gets
 * its name when it is whole: one that was interrupted is not there.
 * @throws AppError DB_EXISTS, DB_UNREADABLE
 */
export function createDatabase(path: string): void {
  if (existsSync(path)) {
    throw new AppError('DB_EXISTS', 'there is a file already: nothing was changed', {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
  const unfinished = `${path}.unfinished`;
  const sqlite = openNew(unfinished);
  try {
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    applyMigrations(configure(sqlite, path, 'worker'), OURS);
    sqlite
      .prepare("INSERT INTO meta (key, value) VALUES ('instance_id', ?), ('data_version', '0')")
      .run(randomUUID());
    sqlite.close();
    renameSync(unfinished, path);
  } catch (error) {
    sqlite.close();
    removeDatabase(unfinished);
    throw error;
  }
}

export type MigrationResult = { from: number; to: number; backup: string | undefined };

/**
 * Brings an existing database to this program's schema: a backup first, then the migrations. Does nothing when the
 * schema is current.
 * @throws AppError as openChecked; DB_CORRUPT when a key would be left dangling, with nothing changed
 */
export async function migrateDatabase(path: string, migrations = OURS): Promise<MigrationResult> {
  const sqlite = openChecked(path, migrations.version);
  try {
    const from = schemaVersion(sqlite);
    if (from === migrations.version) return { from, to: from, backup: undefined };
    const backup = `${path}.before-schema-${migrations.version}-from-${from}.bak`;
    const unfinished = `${backup}.unfinished`;
    rmSync(unfinished, { force: true });
    await sqlite.backup(unfinished);
    renameSync(unfinished, backup);
    applyMigrations(configure(sqlite, path, 'worker'), migrations);
    return { from, to: migrations.version, backup };
  } finally {
    sqlite.close();
  }
}

/**
 * All migrations that are missing, the check of every key and the new version number are one transaction: a kill or
 * a dangling key leaves the old schema. Not drizzle's own migrator, which commits before anything can be checked and
 * leaves foreign keys on: tables are rebuilt by copy and drop, and a drop would take the children along
 * (drizzle-orm issues 4938, 5782).
 */
function applyMigrations({ sqlite, path }: Db, { folder, version }: Migrations): void {
  sqlite.pragma('foreign_keys = OFF');
  const apply = sqlite.transaction(() => {
    // The migrator's own record, so that drizzle's tools find what they expect.
    sqlite.exec(
      'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
    );
    const last = sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get() as
      | number
      | null;
    const record = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)');
    for (const migration of readMigrationFiles({ migrationsFolder: folder })) {
      if (last !== null && migration.folderMillis <= last) continue;
      for (const statement of migration.sql) sqlite.exec(statement);
      record.run(migration.hash, migration.folderMillis);
    }
    refuseDangling(sqlite, path);
    sqlite.pragma(`user_version = ${version}`);
  });
  apply.immediate();
  sqlite.pragma('foreign_keys = ON');
}

function refuseDangling(sqlite: Database.Database, path: string): void {
  const dangling = sqlite.pragma('foreign_key_check') as unknown[];
  if (dangling.length === 0) return;
  throw new AppError(
    'DB_CORRUPT',
    `${dangling.length} rows would point to nothing after the migration: nothing was changed`,
    { field: 'CHIPDESK_DB', received: path },
  );
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

function openNew(path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    removeDatabase(path);
    return new Database(path);
  } catch (error) {
    throw new AppError('DB_UNREADABLE', `the database cannot be created (${(error as Error).message})`, {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
}
