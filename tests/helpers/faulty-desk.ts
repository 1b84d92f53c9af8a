import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#db/client.ts';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type StandIn, type StandInOptions, startStandIn } from '#tests/stand-in/index.ts';
import { temporaryFolder } from './database.ts';
import { type Desk, openDesk } from './desk.ts';

export const NOW = Date.UTC(2026, 2, 1, 12);
const REGIONS = ['eu-north-1', 'us-east-1', 'us-west-2'];

/** Long enough for a stand-in on this machine; a call that hangs is given up after three times this. */
const REQUEST_TIMEOUT_MS = 1500;

export type FaultyDesk = Desk & { standIn: StandIn; now(): number; pass(ms: number): void };

type Setup = { types?: string[]; regions?: string[]; accessKey?: string; db?: Db } & Partial<StandInOptions>;

/** The product over a simulated market in a few regions, with a clock that moves when told to. */
export async function openFaultyDesk(setup: Setup = {}): Promise<FaultyDesk> {
  const { types = ['p5*', 'g6.*'], regions = REGIONS, accessKey, db, ...options } = setup;
  let now = NOW;
  const standIn = await startStandIn({
    source: { kind: 'market', seed: 7 },
    now: () => now,
    throttle: false,
    ...options,
  });
  onTestFinished(() => standIn.close());
  const desk = openDesk({
    url: standIn.url,
    now,
    watch: { types, regions },
    ...(accessKey === undefined ? {} : { accessKey }),
    ...(db === undefined ? {} : { db }),
  });
  desk.context.aws = makeAwsClients({ requestTimeoutMs: REQUEST_TIMEOUT_MS, endpoint: standIn.url });
  return Object.assign(desk, {
    standIn,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
      desk.setNow(now);
    },
  });
}

let image: Buffer | undefined;

/** A desk with prices, their history and alerts that fire, by the rules' own path; made once and copied. */
export async function openFiringDesk(setup: Omit<Setup, 'db'> = {}): Promise<FaultyDesk> {
  const path = join(temporaryFolder(), 'chipdesk.db');
  image ??= await firingDatabase();
  writeFileSync(path, image);
  const db = openDatabase(path, 'worker');
  onTestFinished(() => {
    db.sqlite.close();
  });
  const desk = await openFaultyDesk({ ...setup, db });
  desk.pass(5 * MINUTE);
  return desk;
}

async function firingDatabase(): Promise<Buffer> {
  const desk = await openFaultyDesk();
  const channels = [{ name: 'desk', kind: 'slack', webhookUrl: `${desk.standIn.url}/services/T1/B1/abcd` }];
  const rule = {
    name: 'any move',
    kind: 'spot-price-move',
    channels: ['desk'],
    keepFiring: '0s',
    resolveEvals: 1,
    when: { moves: { percent: 0.5, within: '7d' } },
  };
  const options = { allowLoopback: true, readSecretFile: () => '' };
  const alerting = parseAlerting({ channels, rules: [rule] }, options);
  syncAlerting(desk.db, alerting, desk.now(), desk.context.watch);
  await desk.run('spot-price');
  await desk.run('spot-history');
  desk.pass(5 * MINUTE);
  await desk.run('spot-price');
  return desk.db.sqlite.serialize();
}

/** Everything that must not move when a look goes wrong: prices, what is known of them, alerts and their news. */
export function facts(db: Db): Record<string, unknown[]> {
  const all = (sql: string) => db.sqlite.prepare(`${sql} ORDER BY 1, 2`).raw().all();
  return {
    series: all('SELECT * FROM series'),
    points: all('SELECT * FROM point'),
    rollups: all('SELECT * FROM rollup_day'),
    coverage: all('SELECT * FROM coverage'),
    alerts: all('SELECT id, phase, episode, firing_at, resolved_at FROM alert'),
    events: all('SELECT * FROM alert_event'),
    deliveries: all('SELECT * FROM delivery'),
  };
}

export type Seen = { outcome: string; errorClass: string | null; completeness: string; quarantined: number };

/** How the newest look at each region went, by the target and by the record of the look. */
export function newestLooks(db: Db, collector = 'spot-price'): Map<string, Seen> {
  const rows = db.sqlite
    .prepare<unknown[], Seen & { region: string; setOutcome: string; setClass: string | null }>(
      `SELECT t.region, t.outcome, t.error_class AS errorClass, s.completeness, s.quarantined,
              s.outcome AS setOutcome, s.error_class AS setClass
       FROM target t JOIN sample_set s ON s.id = (SELECT max(id) FROM sample_set WHERE target_id = t.id)
       WHERE t.collector = ? AND t.current = 1`,
    )
    .all(collector);
  return new Map(
    rows.map(({ region, setOutcome, setClass, ...seen }) => {
      if (setOutcome !== seen.outcome || setClass !== seen.errorClass)
        throw new Error(`${region}: the target and its newest look do not say the same`);
      return [region, seen];
    }),
  );
}
