import type Database from 'better-sqlite3';

const ROWS_PER_STATEMENT = 100;

/**
 * Inserts rows of numbers a hundred to a statement: two to three times the rate of one row a statement, and twenty
 * times that of a query builder. `tail` is the ON CONFLICT clause.
 */
export class BulkInsert {
  readonly #many: Database.Statement;
  readonly #one: Database.Statement;
  readonly #width: number;

  constructor(sqlite: Database.Database, table: string, columns: readonly string[], tail: string) {
    const row = `(${columns.map(() => '?').join(',')})`;
    const head = `INSERT INTO ${table} (${columns.join(',')}) VALUES `;
    this.#width = columns.length;
    this.#many = sqlite.prepare(`${head}${Array(ROWS_PER_STATEMENT).fill(row).join(',')} ${tail}`);
    this.#one = sqlite.prepare(`${head}${row} ${tail}`);
  }

  /** Runs inside the caller's transaction. `values` is flat, row after row. */
  run(values: readonly (number | null)[]): void {
    const chunk = ROWS_PER_STATEMENT * this.#width;
    let at = 0;
    for (; at + chunk <= values.length; at += chunk) this.#many.run(values.slice(at, at + chunk));
    for (; at < values.length; at += this.#width) this.#one.run(values.slice(at, at + this.#width));
  }
}
