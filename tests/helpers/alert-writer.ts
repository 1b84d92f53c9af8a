import { setTimeout } from 'node:timers/promises';
import { openDatabase, writeTransaction } from '#db/client.ts';
import { insertSilence } from '#db/queries/silences.ts';
import { evaluateSet } from '#jobs/pipeline/evaluate.ts';
import { DAY } from '#lib/domain/time.ts';
import { aHeartbeat, aPrice, aSet } from './market.ts';

/**
 * A process that does nothing but write, for tests that kill it or let two of them write side by side: looks at a price
 * that jumps, or silences as a page would store them. One dot for each commit, `many` of them; where a table is named it
 * is killed by SIGKILL amid its last transaction, as that adds a row to the table.
 */
const [path = '', what = 'looks', many = '1', dyingAt = ''] = process.argv.slice(2);
const db = openDatabase(path, what === 'looks' ? 'worker' : 'web');
const START = Date.UTC(2026, 10, 22, 12);
const count = (table: string) => db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

/** The next look is a function of those on record: whoever goes on after a kill goes on where it was. */
function look(): void {
  const done = count('sample_set');
  const at = START + done * DAY;
  aHeartbeat(db, at);
  aPrice(db, 1, at, done % 2 === 0 ? 30 : 36);
  evaluateSet(db, aSet(db, { at, runId: `look-${done}` }));
}

function silence(): void {
  const matchers = { type: 'g6.xlarge' };
  const times = { createdAt: START, startsAt: START, endsAt: START + DAY };
  insertSilence(db, { matchers, author: 'ada', comment: String(count('silence')), ...times });
}

function dieAt(table: string): void {
  db.sqlite.function('die', () => process.kill(process.pid, 'SIGKILL'));
  db.sqlite.exec(`CREATE TEMP TRIGGER dying AFTER INSERT ON main.${table} BEGIN SELECT die(); END`);
}

for (let done = 0; done < Number(many); done++) {
  if (dyingAt !== '' && done === Number(many) - 1) dieAt(dyingAt);
  writeTransaction(db, what === 'looks' ? look : silence);
  process.stdout.write('.');
  // As in life: whoever writes does something else in between, and SQLite lets the other one in.
  await setTimeout(5);
}
db.sqlite.close();
