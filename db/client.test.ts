import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { openDatabase, writeTransaction } from './client.ts';

/** Two connections to one database; the second one does not wait. */
function twoConnections() {
  const first = openTestDatabase();
  const second = openDatabase(first.path, 'web');
  second.sqlite.pragma('busy_timeout = 0');
  onTestFinished(() => {
    second.sqlite.close();
  });
  return { first, second };
}

describe('a writing transaction', () => {
  test('has the write lock before its first statement, so that it never fails half way', () => {
    const { first, second } = twoConnections();
    writeTransaction(first, () => {
      expect(() => writeTransaction(second, () => {})).toThrow(/locked/);
    });
    writeTransaction(second, () => {});
  });

  test('is seen whole or not at all', () => {
    const { first, second } = twoConnections();
    const count = () =>
      second.sqlite.prepare("SELECT count(*) FROM meta WHERE key LIKE 'test-%'").pluck().get();
    const write = (key: string) => first.sqlite.prepare('INSERT INTO meta VALUES (?, ?)').run(key, '');
    expect(() =>
      writeTransaction(first, () => {
        write('test-1');
        expect(count()).toBe(0);
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect(count()).toBe(0);
    writeTransaction(first, () => [write('test-1'), write('test-2')]);
    expect(count()).toBe(2);
  });

  test('returns what its work returns', () => {
    expect(writeTransaction(openTestDatabase(), () => 7)).toBe(7);
  });
});
