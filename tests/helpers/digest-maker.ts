import { pino } from 'pino';
import { openDatabase } from '#db/client.ts';
import { digestJob } from '#jobs/digest/index.ts';

/**
 * A process that asks for the digest once, as a worker does that has just started, at an instant of the product's clock.
 * Killed by SIGKILL `building` the issue, or as its transaction adds to a table, where that is named.
 */
const [path = '', at = '', dyingAt = ''] = process.argv.slice(2);
const db = openDatabase(path, 'worker');
const die = () => process.kill(process.pid, 'SIGKILL');
const context = {
  db,
  clock: { now: () => Number(at), speed: 1 },
  simulated: false,
  log: pino({ level: 'silent' }),
};

// Whatever else the process does comes in its turn between the steps of the work.
if (dyingAt === 'building') setImmediate(die);
else if (dyingAt !== '') {
  db.sqlite.function('die', die);
  db.sqlite.exec(`CREATE TEMP TRIGGER dying AFTER INSERT ON main.${dyingAt} BEGIN SELECT die(); END`);
}
if (digestJob.isDue?.(context as never) === true) {
  await digestJob.run(context as never);
  process.stdout.write('made');
}
db.sqlite.close();
