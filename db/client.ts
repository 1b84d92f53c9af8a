import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { AppError } from '#lib/domain/errors.ts';
import journal from './migrations/meta/_journal.json' with { type: 'json' };
import * as schema from './schema/index.ts';

/** An open database: drizzle for ordinary rows, the driver itself for bulk statements inside db/. */
export type Db = { orm: BetterSQLite3Database<typeof schema>; sqlite: Database.Database; path: string };

export type OpenMode = 'worker' | 'web';

/** Stored in the file header, so that a foreign SQLite file is told apart: "chpd". */
export const APPLICATION_ID = 0x63687064;

/** Migrations this program knows; the file keeps the number it has in user_version. */
export const SCHEMA_VERSION = journal.entries.length;

const BUSY_TIMEOUT_MS: Record<OpenMode, number> = { worker: 5000, web: 1500 };

/**
 * Opens an existing chipdesk database. Never creates, never migrates.
 * @throws AppError DB_MISSING, DB_EMPTY, DB_FOREIGN, DB_NEWER, DB_BEHIND, DB_CORRUPT, DB_UNREADABLE
 */
export function openDatabase(path: string, mode: OpenMode): Db {
  const sqlite = openChecked(path);
  const version = schemaVersion(sqlite);
  if (version < SCHEMA_VERSION) {
    sqlite.close();
    throw new AppError(
      'DB_BEHIND',
      `the database has schema ${version}, this program needs ${SCHEMA_VERSION}: run npm start once`,
      {
        field: 'CHIPDESK_DB',
      },
    );
  }
  return configure(sqlite, path, mode);
}

/** Opens the file and proves that it is ours and not newer than what is known, whatever its schema. */
export function openChecked(path: string, newest = SCHEMA_VERSION): Database.Database {
  refuseMissingOrEmpty(path);
  const sqlite = openFile(path);
  try {
    refuseForeign(sqlite, path, newest);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return sqlite;
}

export function schemaVersion(sqlite: Database.Database): number {
  return sqlite.pragma('user_version', { simple: true }) as number;
}

/** Settings that a connection forgets when it closes (spec: database rules). */
export function configure(sqlite: Database.Database, path: string, mode: OpenMode): Db {
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS[mode]}`);
  sqlite.pragma('journal_size_limit = 67108864');
  sqlite.pragma('cache_size = -65536');
  if (mode === 'web') sqlite.pragma('mmap_size = 1073741824');
  // better-sqlite3 is built to fall back to NORMAL on WAL: FULL has to be asked for on every connection.
  sqlite.pragma('synchronous = FULL');
  return { orm: drizzle(sqlite, { schema }), sqlite, path };
}

/** Runs `work` in one IMMEDIATE transaction: a deferred one would fail at its first write instead of waiting. */
export function writeTransaction<T>(db: Db, work: () => T): T {
  return db.sqlite.transaction(work).immediate();
}

/** Folds the write-ahead log into the file, once nobody else has it open: a stopped desk is one file to copy. */
export function foldLog(path: string): void {
  const sqlite = openChecked(path);
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  sqlite.close();
}

function refuseMissingOrEmpty(path: string): void {
  if (!existsSync(path)) {
    throw new AppError(
      'DB_MISSING',
      'there is no database file: for a first start run npm run db:create; if there was one, its disk may not be mounted',
      { field: 'CHIPDESK_DB', received: path, accepted: 'the path of an existing chipdesk database' },
    );
  }
  const stat = statSync(path);
  if (stat.isFile() && stat.size > 0) return;
  throw new AppError(
    'DB_EMPTY',
    'the database file is empty or not a file: restore a backup, or move it away and run npm run db:create',
    {
      field: 'CHIPDESK_DB',
      received: path,
      accepted: 'a chipdesk database',
    },
  );
}

function openFile(path: string): Database.Database {
  try {
    return new Database(path, { fileMustExist: true });
  } catch (error) {
    throw new AppError(
      'DB_UNREADABLE',
      `the database file cannot be opened (${(error as Error).message}): check its owner and permissions`,
      {
        field: 'CHIPDESK_DB',
        received: path,
      },
    );
  }
}

function refuseForeign(sqlite: Database.Database, path: string, newest: number): void {
  let applicationId: unknown;
  try {
    applicationId = sqlite.pragma('application_id', { simple: true });
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    const [kind, what] =
      code === 'SQLITE_NOTADB'
        ? (['DB_FOREIGN', 'is not a SQLite database'] as const)
        : (['DB_CORRUPT', 'cannot be read'] as const);
    throw new AppError(kind, `the file ${what} (${code}): restore a backup or name another file`, {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
  if (applicationId !== APPLICATION_ID) {
    throw new AppError(
      'DB_FOREIGN',
      'the file is a SQLite database of another program: nothing was changed',
      {
        field: 'CHIPDESK_DB',
        received: path,
        accepted: 'a database made by npm run db:create',
      },
    );
  }
  const version = schemaVersion(sqlite);
  if (version > newest) {
    throw new AppError(
      'DB_NEWER',
      `the database has schema ${version}, this program knows ${newest}: install the newer chipdesk again`,
      {
        field: 'CHIPDESK_DB',
        received: path,
      },
    );
  }
}
