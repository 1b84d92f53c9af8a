import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { startChild, stopChild } from './child.ts';

const SETTLE_MS = 8000;
const SAMPLES = 5;

/** Whether this system tells the memory of another process. */
export const CAN_MEASURE_REST = existsSync('/proc/self/status');

/**
 * The memory in MB of the product's own worker over the store that the desk has filled, once it has started, polled
 * and come to rest; one sample a second. Nothing is forced to collect garbage.
 */
export async function measureRest(database: string, end: number, env: NodeJS.ProcessEnv): Promise<number[]> {
  const worker = startChild(new URL('../../jobs/main.ts', import.meta.url), [], {
    execArgv: ['--import', 'tsx'],
    output: 'ignore',
    env: { ...env, CHIPDESK_DB: database, CHIPDESK_NOW: `${new Date(end).toISOString()}@${Date.now()}` },
  });
  const pid = worker.process.pid ?? 0;
  await Promise.race([sleep(SETTLE_MS), worker.answer]);
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    samples.push(rssMb(pid));
    await sleep(1000);
  }
  await stopChild(worker.process);
  requirePolled(database, pid);
  return samples;
}

function rssMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kb === undefined) throw new Error(`the system does not tell the memory of process ${pid}`);
  return Number(kb) / 1024;
}

function requirePolled(database: string, pid: number): void {
  const sqlite = new Database(database, { readonly: true });
  const polls = sqlite
    .prepare("SELECT count(*) FROM job_run WHERE owner_pid = ? AND job = 'spot-price' AND state = 'ok'")
    .pluck()
    .get(pid);
  sqlite.close();
  if (polls === 0) throw new Error('the worker at rest has not polled: its memory says nothing');
}
