import { type Db, openDatabase } from './client.ts';

/** Long reads go through much of the file once: what they keep of it in memory is of little use to them. */
const CACHE_KIB = 8192;

/** Reads the database as it is now, over pauses in which others may write, on a connection that ends with the work. */
export async function withSnapshot<T>(db: Pick<Db, 'path'>, work: (snapshot: Db) => Promise<T>): Promise<T> {
  const snapshot = openDatabase(db.path, 'worker');
  try {
    snapshot.sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    snapshot.sqlite.pragma('query_only = ON');
    snapshot.sqlite.exec('BEGIN');
    return await work(snapshot);
  } finally {
    snapshot.sqlite.close();
  }
}
