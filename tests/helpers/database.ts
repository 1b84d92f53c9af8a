import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipdesk-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A fresh, migrated database in a real file, closed and removed when the test ends. */
export function openTestDatabase(): Db {
  const path = join(temporaryFolder(), 'chipdesk.db');
  createDatabase(path);
  const db = openDatabase(path, 'worker');
  onTestFinished(() => {
    db.sqlite.close();
  });
  return db;
}
