import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#db/client.ts';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { listRuns } from '#db/queries/runs.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { type StandIn, startStandIn } from '#tests/stand-in/index.ts';
import type { RecordedRequest } from '#tests/stand-in/stand-in.ts';
import { type Command, KEYS, startCommand } from './command.ts';
import { temporaryFolder } from './database.ts';
import { NOW, openFaultyDesk } from './faulty-desk.ts';

/** Generous: a machine that does other things besides. What is waited for decides, never how long it took. */
const PATIENCE = { timeout: 60 * SECOND, interval: 50 };

const WATCHED = { types: ['p5.48xlarge'], regions: ['us-east-1'] };
/** Moves that are on record when the worker starts: its first look fires, and no later one adds to it. */
const RULE = { name: 'any move', kind: 'spot-price-move', when: { moves: { percent: 0.5, within: '7d' } } };

/** What the history holds when the first look is evaluated, in one message. */
export const NEWS = expect.stringMatching(
  /^\[simulated market\] p5\.48xlarge in us-east-1 \(use1-az4\) fell 9\.9 % .* and 5 more pools/,
);

let image: Buffer | undefined;

/** A market's history, collected once before there were any rules. */
async function historyImage(): Promise<Buffer> {
  const desk = await openFaultyDesk(WATCHED);
  await desk.run('spot-price');
  await desk.run('spot-history');
  return desk.db.sqlite.serialize();
}

type Setup = { rule?: Record<string, unknown>; speed?: number; env?: Record<string, string> };

export type WorkerDesk = {
  standIn: StandIn;
  db: Db;
  /** The worker as it is run in earnest: a process of its own over the database's file. */
  start(): Command;
  /** Another configuration, for the next start. */
  configure(rule: Record<string, unknown>): void;
  /** Every message that Slack showed, oldest first, by its first line. */
  told(): string[];
  /** The notices' ids, in the same order. */
  ids(): (string | undefined)[];
  outbox(): ReturnType<typeof listDeliveries>;
  runs(job: string): ReturnType<typeof listRuns>;
  until(what: () => unknown): Promise<void>;
  /** Resolves as the next such request arrives, before it is answered. */
  asked(action: string): Promise<void>;
};

/** A real worker over a real file and a market that stands still; Slack is the stand-in's. */
export async function openWorkerDesk(setup: Setup = {}): Promise<WorkerDesk> {
  image ??= await historyImage();
  const folder = temporaryFolder();
  const path = join(folder, 'chipdesk.db');
  writeFileSync(path, image);
  const standIn = await startStandIn({
    source: { kind: 'market', seed: 7 },
    now: () => NOW + 5 * MINUTE,
    throttle: false,
  });
  onTestFinished(() => standIn.close());
  // A feed of the whole world, which nothing here is about, takes seconds to invent.
  standIn.faults.add({ service: 'spot-advisor', kind: 'status503', times: Number.POSITIVE_INFINITY });
  const db = openDatabase(path, 'worker');
  onTestFinished(() => {
    db.sqlite.close();
  });
  const config = join(folder, 'chipdesk.yaml');
  const configure = (rule: Record<string, unknown>) => {
    const channel = { name: 'desk', kind: 'slack', webhookUrl: `${standIn.url}/services/T1/B1/abcd1234` };
    const rules = [{ ...RULE, severity: 'critical', channels: ['desk'], ...rule }];
    writeFileSync(config, JSON.stringify({ ...WATCHED, channels: [channel], rules }));
  };
  configure(setup.rule ?? {});
  const env = {
    ...KEYS,
    AWS_ENDPOINT_URL: standIn.url,
    HOME: dirname(path),
    CHIPDESK_DB: path,
    CHIPDESK_CONFIG: config,
    CHIPDESK_NOW: `${new Date(NOW + 5 * MINUTE).toISOString()}@${Date.now()}`,
    CHIPDESK_SPEED: String(setup.speed ?? 1),
    ...setup.env,
  };
  return {
    standIn,
    db,
    configure,
    start: () => startCommand('jobs/main.ts', [], env),
    told: () => standIn.slack.map(({ payload }) => String(payload.text)),
    ids: () => standIn.slack.map(({ payload }) => /notice ([0-9a-f]{8})/.exec(JSON.stringify(payload))?.[1]),
    outbox: () => listDeliveries(db, { limit: 1000 }).reverse(),
    runs: (job) =>
      listRuns(db, 1000)
        .filter((run) => run.job === job && run.state !== 'skipped')
        .reverse(),
    asked: (action) => nextRequest(standIn, action),
    until: async (what) => {
      await expect.poll(what, PATIENCE).toBeTruthy();
    },
  };
}

/** Ends a worker and waits for its end. */
export async function end(worker: Command, signal: 'SIGKILL' | 'SIGTERM') {
  worker.child.kill(signal);
  return worker.ended;
}

function nextRequest({ requests }: StandIn, action: string): Promise<void> {
  const push = requests.push;
  return new Promise((resolve) => {
    requests.push = (...added: RecordedRequest[]) => {
      if (added[0]?.action === action) {
        requests.push = push;
        resolve();
      }
      return Array.prototype.push.apply(requests, added);
    };
  });
}
