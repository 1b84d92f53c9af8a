import { expect, test } from 'vitest';
import { openTestDatabase } from '#tests/helpers/database.ts';
import type { Db } from './client.ts';
import { readMeta, writeMeta } from './queries/meta.ts';
import { withSnapshot } from './snapshot.ts';

test('a long read sees the store as it was at its start, whatever is written meanwhile, and keeps nobody from writing', async () => {
  const db = openTestDatabase();
  writeMeta(db, 'digests', 'before');
  const seen = await withSnapshot(db, async (snapshot) => {
    const first = readMeta(snapshot, 'digests');
    await new Promise((resolve) => setImmediate(resolve));
    writeMeta(db, 'digests', 'after');
    return [first, readMeta(snapshot, 'digests')];
  });
  expect(seen).toEqual(['before', 'before']);
  expect(readMeta(db, 'digests')).toBe('after');
});

test('it cannot write, and its connection ends also where the work fails', async () => {
  const db = openTestDatabase();
  let left: Db | undefined;
  const failing = withSnapshot(db, async (snapshot) => {
    left = snapshot;
    writeMeta(snapshot, 'digests', 'mine');
  });
  await expect(failing).rejects.toThrow(/readonly/);
  expect(left?.sqlite.open).toBe(false);
});
