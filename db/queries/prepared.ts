import type { Statement } from 'better-sqlite3';
import type { Db } from '../client.ts';

const statements = new WeakMap<Db, Map<string, Statement>>();

/** The statement for this text, prepared once per open database and returning plain arrays. */
export function prepared(db: Db, sql: string): Statement {
  let known = statements.get(db);
  if (known === undefined) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (statement === undefined) {
    statement = db.sqlite.prepare(sql);
    // Statements that return nothing refuse to be asked for arrays.
    if (statement.reader) statement.raw(true);
    known.set(sql, statement);
  }
  return statement;
}
