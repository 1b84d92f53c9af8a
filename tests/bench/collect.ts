import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Db, openDatabase } from '#db/client.ts';
import { currentTargets, setWantedFrom } from '#db/queries/targets.ts';
import type { AwsClients } from '#jobs/aws/clients.ts';
import { spotHistoryJob } from '#jobs/collectors/spot-price/history.ts';
import { spotPriceJob } from '#jobs/collectors/spot-price/live.ts';
import type { Job, JobContext } from '#jobs/context.ts';
import { executeJob } from '#jobs/execute.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { openGate } from '#tests/helpers/open-gate.ts';
import type { Plan } from './plan.ts';

/** The product's own jobs over a database of their own, with a clock that the plan sets. */
export type Desk = { db: Db; setNow(now: number): void; run(job: Job): Promise<void>; close(): void };

/** Regions, zones and types as the product has collected them: where every collection starts. */
export const TEMPLATE = 'template.db';

/** The desk's own: the last one is looked at once more, by the worker at rest. */
export const DESK_DATABASE = 'desk.db';

export function openCopy(folder: string, name: string, now: number, aws: AwsClients): Desk {
  const path = join(folder, name);
  copyFileSync(join(folder, TEMPLATE), path);
  return openDesk(path, now, aws);
}

export function openDesk(path: string, start: number, aws: AwsClients): Desk {
  let now = start;
  let slot = 1;
  const db = openDatabase(path, 'worker');
  const context: JobContext = {
    db,
    aws,
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: () => now, speed: 1 },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  return {
    db,
    setNow: (value) => {
      now = value;
    },
    async run(job) {
      const ended = await executeJob(context, job, slot++, 'manual', new AbortController().signal, 600_000);
      if (ended?.state !== 'ok') throw new Error(`${job.name} ended ${JSON.stringify(ended)}`);
    },
    close: () => db.sqlite.close(),
  };
}

/** Called around each step of a collection: to take its time, or to record it. */
export type Around = (step: string, work: () => Promise<void>) => Promise<void>;

/** The present of every region, and then everything behind it, newest first. */
export async function collect(desk: Desk, plan: Plan, around: Around): Promise<void> {
  desk.setNow(plan.end);
  await around('poll', () => desk.run(spotPriceJob));
  for (const target of currentTargets(desk.db, spotPriceJob.name))
    setWantedFrom(desk.db, target.id, plan.from);
  for (const [index, clock] of plan.clocks.entries()) {
    desk.setNow(clock);
    await around(`history-${index}`, () => desk.run(spotHistoryJob));
  }
}
