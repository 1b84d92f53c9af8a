import type { Statement } from 'better-sqlite3';
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
