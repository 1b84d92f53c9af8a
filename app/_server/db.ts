import 'server-only';
import { statSync } from 'node:fs';
import { type Db, openDatabase } from '#db/client.ts';
import { getConfig } from './config.ts';
import { processWide } from './process-wide.ts';

type Held = { db: Db | undefined; inode: number; checkedAt: number };

/** How often the file behind the connection is looked at, real milliseconds. */
const CHECK_EVERY_MS = 1000;

/**
 * The database of this process, opened at first use. A file that was missing is tried again at every call, and one
 * that was replaced (a restored backup) is opened anew: an open connection would go on reading the old file.
 * @throws AppError as openDatabase
 */
export function getDb(): Db {
  const held = processWide<Held>('db', () => ({ db: undefined, inode: 0, checkedAt: 0 }));
  const now = performance.now();
  if (held.db !== undefined && now - held.checkedAt < CHECK_EVERY_MS) return held.db;
  const { db: path } = getConfig();
  const inode = inodeOf(path);
  if (held.db !== undefined && inode !== held.inode) close(held);
  held.db ??= openDatabase(path, 'web');
  held.inode = inode;
  held.checkedAt = now;
  return held.db;
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

function close(held: Held): void {
  try {
    held.db?.sqlite.close();
  } finally {
    held.db = undefined;
  }
}
