import type { Statement } from 'better-sqlite3';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';

const statements = new WeakMap<Db, Map<string, Statement>>();

/** The statement for this text, prepared once per open database and returning plain arrays where it returns rows. */
export function prepared(db: Db, sql: string): Statement {
  let known = statements.get(db);
  if (known === undefined) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (statement === undefined) {
    const made = db.sqlite.prepare(sql);
    // raw() is refused for a statement that returns nothing, such as a DELETE.
    statement = made.reader ? made.raw(true) : made;
    known.set(sql, statement);
  }
  return statement;
}

const queries = new WeakMap<Db, Map<string, unknown>>();

/** The same for a query of drizzle's: to put one together takes longer than to run it. The name stands for its text. */
export function built<T>(db: Db, name: string, build: (orm: Db['orm']) => T): T {
  let known = queries.get(db);
  if (known === undefined) {
    known = new Map();
    queries.set(db, known);
  }
  if (!known.has(name)) known.set(name, build(db.orm));
  return known.get(name) as T;
}

/** A place for each of these values, by its name; for columns that keep what they are given as it is. */
export function placeholders<Row extends object>(row: Row): Record<keyof Row, SQL> {
  const places = Object.keys(row).map((name) => [name, sql`${sql.placeholder(name)}`]);
  return Object.fromEntries(places) as Record<keyof Row, SQL>;
}
