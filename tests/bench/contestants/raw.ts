import { join } from 'node:path';
import Database from 'better-sqlite3';
import { configure } from '#db/client.ts';
import { checksumOf } from '../checksum.ts';
import { type Batch, loadBatches } from '../recording.ts';
import type { RawMeasured } from '../results.ts';
import { Stopwatch } from '../stopwatch.ts';

/**
 * The peer of T1: a bare prepared statement, one row at a time, of rows that are mapped, de-duplicated and sorted
 * before the clock starts; one transaction for each answer and the settings of the product's own connection.
 */
export async function raw(folder: string): Promise<RawMeasured> {
  const batches = loadBatches(folder);
  open(folder, `raw-warm-${process.pid}.db`).insert(batches.slice(0, Math.ceil(batches.length / 20)));
  const peer = open(folder, `raw-${process.pid}.db`);
  const watch = new Stopwatch();
  await watch.time(() => peer.insert(batches));
  const { seconds, cpuSeconds } = watch;
  return { seconds, cpuSeconds, checksum: checksumOf(peer.sqlite) };
}

function open(folder: string, name: string) {
  const path = join(folder, name);
  const { sqlite } = configure(new Database(path), path, 'worker');
  sqlite.exec(
    'CREATE TABLE point (series_id INTEGER NOT NULL, at INTEGER NOT NULL, value INTEGER, PRIMARY KEY (series_id, at)) WITHOUT ROWID',
  );
  const statement = sqlite.prepare('INSERT INTO point (series_id, at, value) VALUES (?, ?, ?)');
  const insertBatch = sqlite.transaction(({ rows }: Batch) => {
    for (let i = 0; i < rows.length; i += 3) statement.run(rows[i], rows[i + 1], rows[i + 2]);
  });
  return {
    sqlite,
    insert(batches: readonly Batch[]) {
      for (const batch of batches) insertBatch.immediate(batch);
    },
  };
}
