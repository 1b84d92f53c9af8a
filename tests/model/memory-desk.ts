import Database from 'better-sqlite3';
import { configure, type Db } from '#db/client.ts';
import { ensureTarget } from '#db/queries/targets.ts';
import { openTestDatabase } from '../helpers/database.ts';
import { aPool, aType } from '../helpers/market.ts';
import { POOLS, REGIONS } from './script.ts';

/** The process dies here: whatever it has not committed is gone. */
export class Killed extends Error {}

export type MemoryDesk = {
  db: Db;
  pools: ReadonlyMap<string, number>;
  /** The question about prices of each region. */
  targets: ReadonlyMap<string, number>;
  /** Everything as it was before the first look. */
  clear(): void;
  /** Calls `hit` at that write from now on, counted from 1; 0 for never. */
  killAt(write: number, hit?: () => void): void;
};

/** What a trace leaves behind, children first. */
const TABLES = [
  'delivery_attempt',
  'delivery_event',
  'delivery',
  'alert_event',
  'alert',
  'silence',
  'rule',
  'channel',
];
const PAST = [...TABLES, 'sample_set', 'point'];

/** A real database of this schema in memory, used by one trace after the other. */
export function openMemoryDesk(): MemoryDesk {
  const file = openTestDatabase();
  // A copy of a database with a write-ahead log cannot live in memory.
  file.sqlite.pragma('journal_mode = DELETE');
  const sqlite = new Database(file.sqlite.serialize());
  prepareOnce(sqlite);
  const db = configure(sqlite, ':memory:', 'worker');
  aType(db);
  const pools = new Map(
    POOLS.map(({ zone, region }) => [zone, aPool(db, { region, zoneId: zone, points: [] })]),
  );
  const killer = armKiller(db);
  const statements = [...PAST.map((table) => `DELETE FROM ${table}`), 'DELETE FROM sqlite_sequence'].join(
    '; ',
  );
  const targets = new Map(
    REGIONS.map((region) => [region, ensureTarget(db, 'spot-price', region, { key: 'all' }).id]),
  );
  return { db, pools, targets, clear: () => db.sqlite.exec(statements), killAt: killer };
}

/** Triggers that count what is written to the tables of alerts, and throw at the one that is asked for. */
function armKiller({ sqlite }: Db): MemoryDesk['killAt'] {
  let left = 0;
  let onHit = () => {};
  sqlite.function('written', () => {
    if (left > 0 && --left === 0) {
      onHit();
      throw new Killed('killed');
    }
    return 0;
  });
  for (const table of TABLES)
    for (const what of ['INSERT', 'UPDATE'])
      sqlite.exec(
        `CREATE TEMP TRIGGER ${table}_${what} BEFORE ${what} ON main.${table} BEGIN SELECT written(); END`,
      );
  return (write, hit = () => {}) => {
    left = write;
    onHit = hit;
  };
}

/** Ten thousand traces would spend a fifth of their time on compiling the same statements. */
function prepareOnce(sqlite: Database.Database): void {
  const prepare = sqlite.prepare.bind(sqlite);
  const known = new Map<string, Database.Statement>();
  sqlite.prepare = ((text: string) => {
    const found = known.get(text) ?? prepare(text);
    known.set(text, found);
    // As a new one would be: whoever had it before may have asked for rows in another form.
    return found.reader ? found.raw(false).pluck(false) : found;
  }) as typeof sqlite.prepare;
}
