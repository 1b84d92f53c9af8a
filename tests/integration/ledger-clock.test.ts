import { pino } from 'pino';
import { expect, test } from 'vitest';
import { listRuns, openRun } from '#db/queries/runs.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import type { JobContext } from '#jobs/context.ts';
import { executeJob } from '#jobs/execute.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { openGate } from '#tests/helpers/open-gate.ts';
import { openTestDatabase } from '../helpers/database.ts';

const START = Date.UTC(2026, 10, 22, 12);

/** A job that finds a row which some process has left open; what became of both. */
async function runBeside(left: { startedAt: number; deadlineAt: number }, speed: number) {
  const context: JobContext = {
    db: openTestDatabase(),
    aws: makeAwsClients(),
    gate: openGate(),
    sources: DEFAULT_SOURCES,
    clock: { now: () => START, speed },
    watch: WATCH_EVERYTHING,
    simulated: true,
    log: pino({ level: 'silent' }),
  };
  const row = { runId: 'left', job: 'spot-price', slot: 1, trigger: 'manual' as const, ...left };
  openRun(context.db, { ...row, ownerPid: process.ppid });
  const run = async () => report(['complete'], {});
  const job = {
    name: 'spot-price',
    intervalMs: 5 * MINUTE,
    deadlineMs: MINUTE,
    actions: [],
    requires: [],
    run,
  };
  const ended = await executeJob(context, job, 2, 'schedule', new AbortController().signal);
  const states = new Map(listRuns(context.db, 9).map(({ runId, state }) => [runId, state]));
  return { ran: ended?.state ?? 'not at all', left: states.get('left') };
}

test.each([
  ['was begun a month ahead', { startedAt: START + 30 * DAY, deadlineAt: START + 30 * DAY + MINUTE }, 1],
  ['was begun two minutes ahead', { startedAt: START + 2 * MINUTE, deadlineAt: START + 3 * MINUTE }, 1],
  ['has a deadline that no run can have', { startedAt: START, deadlineAt: START + 2 * HOUR }, 1],
  ['has one that no run can have on a fast clock', { startedAt: START, deadlineAt: START + 62 * HOUR }, 60],
])(
  'a run left open that %s, before the clock was set right, does not keep its job from running',
  async (_, left, speed) => {
    expect(await runBeside(left, speed)).toEqual({ ran: 'ok', left: 'aborted' });
  },
);

test.each([
  ['by hand, which may take an hour', { startedAt: START, deadlineAt: START + HOUR }, 1],
  ['by hand on a fast clock', { startedAt: START, deadlineAt: START + 60 * HOUR }, 60],
  [
    'begun by a clock that was a few seconds ahead',
    { startedAt: START + 5 * SECOND, deadlineAt: START + MINUTE },
    1,
  ],
])('a run of a living process %s is left alone', async (_, left, speed) => {
  expect(await runBeside(left, speed)).toEqual({ ran: 'not at all', left: 'running' });
});
