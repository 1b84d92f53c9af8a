import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { APPLICATION_ID, openDatabase, SCHEMA_VERSION, schemaVersion } from '#db/client.ts';
import { createDatabase, type Migrations, migrateDatabase } from '#db/migrate.ts';
import { openTestDatabase, temporaryFolder } from '../helpers/database.ts';

const FOLDER = fileURLToPath(new URL('../../db/migrations', import.meta.url));
type Journal = {
  entries: { idx: number; tag: string; when: number; breakpoints: boolean; version: string }[];
};
const readJournal = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;

describe('the migrations of the project', () => {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const { entries } = readJournal(FOLDER);

  test('are exactly those that the journal names, in its order', () => {
    expect(entries.map((entry) => `${entry.tag}.sql`)).toEqual(files);
    expect(entries.map((entry) => entry.idx)).toEqual(entries.map((_, i) => i));
    expect(entries.map((entry) => entry.when)).toEqual(
      entries.map((entry) => entry.when).sort((a, b) => a - b),
    );
    expect(SCHEMA_VERSION).toBe(entries.length);
  });

  test('say what they do: a number, a verb, a noun', () => {
    const verbs = 'create|add|drop|rename|move|split|merge|rebuild|index|fill|remove|change';
    for (const name of files) expect(name).toMatch(new RegExp(`^\\d{4}_(${verbs})(_[a-z]+)+\\.sql$`));
  });
});

describe('a new database', () => {
  test('is marked as ours and has the schema of the program', () => {
    const { sqlite } = openTestDatabase();
    expect(sqlite.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(schemaVersion(sqlite)).toBe(SCHEMA_VERSION);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(sqlite.prepare('SELECT key FROM meta ORDER BY key').pluck().all()).toEqual([
      'data_version',
      'instance_id',
    ]);
  });

  test.each(['point', 'rollup_day'])('keeps %s without row ids', (table) => {
    const { sqlite } = openTestDatabase();
    const sql = sqlite
      .prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
      .pluck()
      .get(table);
    expect(sql).toMatch(/\)\s*WITHOUT ROWID$/);
  });

  test('lies alone in its folder, readable by its owner', () => {
    const folder = join(temporaryFolder(), 'new');
    createDatabase(join(folder, 'chipdesk.db'));
    expect(readdirSync(folder)).toEqual(['chipdesk.db']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('is made over the rest of one that was interrupted', () => {
    const path = join(temporaryFolder(), 'chipdesk.db');
    writeFileSync(`${path}.unfinished`, 'half of a database');
    createDatabase(path);
    expect(existsSync(`${path}.unfinished`)).toBe(false);
    openDatabase(path, 'web').sqlite.close();
  });
});

describe.each(['worker', 'web'] as const)('a connection of the %s', (mode) => {
  test('syncs every commit, after a write and after a reopen, and keeps foreign keys', () => {
    const { path } = openTestDatabase();
    for (let opened = 0; opened < 3; opened++) {
      const { sqlite } = openDatabase(path, mode);
      for (let write = 0; write < 2; write++) {
        expect(sqlite.pragma('synchronous', { simple: true })).toBe(2);
        expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
        expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
        sqlite.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('test', 'x')");
      }
      expect(() =>
        sqlite.exec('INSERT INTO coverage (target_id, from_at, to_at) VALUES (999, 0, 1)'),
      ).toThrow(/FOREIGN KEY/);
      sqlite.close();
    }
  });
});

/** The project's migrations and one more. */
function withOneMore(sql: string): Migrations {
  const folder = join(temporaryFolder(), 'migrations');
  cpSync(FOLDER, folder, { recursive: true });
  const journal = readJournal(folder);
  const last = journal.entries.at(-1)!;
  const tag = `${String(journal.entries.length).padStart(4, '0')}_rebuild_target`;
  journal.entries.push({ ...last, idx: journal.entries.length, tag, when: last.when + 1 });
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
  writeFileSync(join(folder, `${tag}.sql`), sql);
  return { folder, version: journal.entries.length };
}

/** What drizzle-kit writes when a column changes: copy, drop, rename, with a pragma that does nothing in there. */
const columns =
  'id, collector, region, query_key, current, outcome, error_class, error_text, last_look_at, last_complete_at, failures_in_row, wanted_from';
const rebuild = (where = '') => `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_target (id integer PRIMARY KEY NOT NULL, collector text NOT NULL, region text NOT NULL, query_key text NOT NULL, current integer NOT NULL, outcome text NOT NULL, error_class text, error_text text, last_look_at integer, last_complete_at integer, failures_in_row integer NOT NULL, wanted_from integer, note text);--> statement-breakpoint
INSERT INTO __new_target (${columns}) SELECT ${columns} FROM target ${where};--> statement-breakpoint
DROP TABLE target;--> statement-breakpoint
ALTER TABLE __new_target RENAME TO target;--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

function withRows(): string {
  const { path, sqlite } = openTestDatabase();
  sqlite.exec(`
    INSERT INTO target (id, collector, region, query_key, current, outcome, failures_in_row) VALUES (1, 'spot-price', 'us-east-1', 'all', 1, 'value', 0), (2, 'spot-price', 'us-west-2', 'all', 1, 'value', 0);
    INSERT INTO coverage VALUES (1, 0, 10), (1, 20, 30), (2, 0, 10);
    INSERT INTO sample_set (target_id, run_id, collected_at, from_at, to_at, completeness, outcome, pages, items, quarantined, changes) VALUES (1, 'a', 0, 0, 10, 'complete', 'value', 1, 1, 0, 1);
  `);
  return path;
}

function content(path: string) {
  const sqlite = new Database(path, { readonly: true });
  const all = (sql: string) => sqlite.prepare(sql).raw().all();
  const found = {
    version: schemaVersion(sqlite),
    targets: all(`SELECT ${columns} FROM target`),
    children: [...all('SELECT * FROM coverage'), ...all('SELECT * FROM sample_set')],
    dangling: sqlite.pragma('foreign_key_check'),
    schema: all('SELECT name, sql FROM sqlite_master ORDER BY name'),
  };
  sqlite.close();
  return found;
}

describe('bringing a database to a newer schema', () => {
  test('keeps every child of a table that is rebuilt, and makes a backup of what was there before', async () => {
    const path = withRows();
    const before = content(path);
    const migrations = withOneMore(rebuild());
    const result = await migrateDatabase(path, migrations);
    const after = content(path);
    expect(result).toMatchObject({ from: SCHEMA_VERSION, to: SCHEMA_VERSION + 1 });
    expect(after).toMatchObject({
      version: SCHEMA_VERSION + 1,
      targets: before.targets,
      children: before.children,
      dangling: [],
    });
    expect(content(result.backup!)).toEqual(before);
    expect(await migrateDatabase(path, migrations)).toMatchObject({ backup: undefined });
  });

  test('refuses when a row would point to nothing, and changes nothing', async () => {
    const path = withRows();
    const before = content(path);
    await expect(migrateDatabase(path, withOneMore(rebuild('WHERE id = 1')))).rejects.toMatchObject({
      code: 'DB_CORRUPT',
    });
    expect(content(path)).toEqual(before);
    const backup = `${path}.before-schema-${SCHEMA_VERSION + 1}-from-${SCHEMA_VERSION}.bak`;
    expect(content(backup)).toEqual(before);
    openDatabase(path, 'worker').sqlite.close();
  });

  test.each([1, 2, 3, 4])(
    'interrupted after %i statements it leaves the old schema, and the next start completes',
    async (statements) => {
      const path = withRows();
      const before = content(path);
      const parts = rebuild().split('--> statement-breakpoint');
      const broken = [...parts.slice(0, statements + 1), '\nSELECT nothing_of_that_name()'];
      await expect(
        migrateDatabase(path, withOneMore(broken.join('--> statement-breakpoint'))),
      ).rejects.toThrow(/nothing_of_that_name/);
      expect(content(path)).toEqual(before);
      await migrateDatabase(path, withOneMore(rebuild()));
      expect(content(path)).toMatchObject({
        version: SCHEMA_VERSION + 1,
        children: before.children,
        dangling: [],
      });
    },
  );

  test('an older program then refuses the file and leaves it alone', async () => {
    const path = withRows();
    await migrateDatabase(path, withOneMore(rebuild()));
    const before = content(path);
    await expect(migrateDatabase(path)).rejects.toMatchObject({ code: 'DB_NEWER' });
    expect(() => openDatabase(path, 'web')).toThrow(/install the newer chipdesk/);
    expect(content(path)).toEqual(before);
  });

  test('a database behind the program is not opened before it was brought up to date', () => {
    const { path, sqlite } = openTestDatabase();
    sqlite.pragma(`user_version = ${SCHEMA_VERSION - 1}`);
    expect(() => openDatabase(path, 'worker')).toThrow(/run npm start once/);
  });
});
