import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#tests/helpers/database.ts';
import { takeWorkerLock } from './lock.ts';
import { createDatabase } from './migrate.ts';

test('a second worker is refused, by whatever name it calls the database, until the first has ended', () => {
  const folder = temporaryFolder();
  const [path, alias] = [join(folder, 'chipdesk.db'), join(folder, 'alias.db')];
  createDatabase(path);
  symlinkSync(path, alias);
  const first = takeWorkerLock(path);
  onTestFinished(() => first.release());
  expect(() => takeWorkerLock(path)).toThrow('another chipdesk worker has this database');
  expect(() => takeWorkerLock(alias)).toThrow('another chipdesk worker has this database');
  first.release();
  takeWorkerLock(alias).release();
});
