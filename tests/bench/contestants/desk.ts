import { statSync } from 'node:fs';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import { checksumOf } from '../checksum.ts';
import { collect, DESK_DATABASE, type Desk, openCopy } from '../collect.ts';
import { smallPart, wholePlan } from '../plan.ts';
import { receivedOf } from '../received.ts';
import type { DeskMeasured, Size } from '../results.ts';
import { Stopwatch } from '../stopwatch.ts';

/** Ours as a whole: pages over HTTP through the real SDK, parser, merge, roll-up and store. */
export async function desk(folder: string): Promise<DeskMeasured> {
  const aws = makeAwsClients();
  const small = smallPart(wholePlan());
  const warmUp = openCopy(folder, `warm-${process.pid}.db`, small.end, aws);
  await collect(warmUp, small, (_, work) => work());
  warmUp.close();

  const plan = wholePlan();
  const ours = openCopy(folder, DESK_DATABASE, plan.end, aws);
  const watch = new Stopwatch();
  await collect(ours, plan, (_, work) => watch.time(work));
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  const { seconds, cpuSeconds } = watch;
  const checksum = checksumOf(ours.db.sqlite);
  const measured = { seconds, cpuSeconds, checksum, ...receivedOf(ours.db), peakRssMb, ...sizeOf(ours) };
  ours.close();
  aws.destroy();
  return measured;
}

/** Everything in the file, also what the product keeps beside the points. */
function sizeOf({ db }: Desk): Size {
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const count = (table: string) => db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const bytes = (where: string) =>
    db.sqlite.prepare(`SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE ${where}`).pluck().get() as number;
  return {
    points: count('point'),
    rollups: count('rollup_day'),
    fileBytes: statSync(db.path).size,
    tableBytes: bytes('1'),
    pointBytes: bytes("name = 'point'"),
    rollupBytes: bytes("name = 'rollup_day'"),
  };
}
