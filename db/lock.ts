import { realpathSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '#lib/domain/errors.ts';
import { openChecked } from './client.ts';

/** Held for as long as the process lives; the operating system frees it even after SIGKILL. */
export type WorkerLock = { release(): void };

/**
 * Makes this process the only worker of a database: a small file beside it, locked exclusively; beside the file
 * itself, so that another name for it is not another lock.
 * @throws AppError WORKER_RUNNING when another process has it; as openChecked when there is nothing to work on
 */
export function takeWorkerLock(path: string): WorkerLock {
  openChecked(path).close();
  const lock = new Database(`${realpathSync(path)}.worker-lock`);
  try {
    lock.pragma('busy_timeout = 0');
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('SQLITE_BUSY')) {
      throw new AppError('DB_UNREADABLE', `the lock file beside the database cannot be used (${code})`, {
        field: 'CHIPDESK_DB',
        received: path,
      });
    }
    throw new AppError('WORKER_RUNNING', 'another chipdesk worker has this database: stop it first', {
      field: 'CHIPDESK_DB',
      received: path,
    });
  }
  return { release: () => lock.close() };
}
