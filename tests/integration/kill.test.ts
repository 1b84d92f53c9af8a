import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { type StandIn, startStandIn } from '#tests/stand-in/index.ts';
import type { RecordedRequest } from '#tests/stand-in/stand-in.ts';
import { type CommandEnd, KEYS, startCommand } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/database.ts';
import { EXACT_2021, HAS_RECORDED } from '../helpers/recorded.ts';

const NOW = HAS_RECORDED ? Date.UTC(2021, 3, 20, 7) : Date.UTC(2026, 2, 1, 12);

/** A market that stands still, so that a run that is interrupted and one that is not see the same. */
async function openMarket(): Promise<StandIn> {
  const standIn = await startStandIn({
    source: HAS_RECORDED ? { kind: 'replay', dir: EXACT_2021 } : { kind: 'market', seed: 7 },
    now: () => NOW,
    throttle: false,
    pageSize: 100,
  });
  onTestFinished(() => standIn.close());
  return standIn;
}

function freshDatabase(): string {
  const path = join(temporaryFolder(), 'chipdesk.db');
  createDatabase(path);
  return path;
}

const run = (standIn: StandIn, db: string) =>
  startCommand('jobs/run-once.ts', ['spot-price'], {
    ...KEYS,
    AWS_ENDPOINT_URL: standIn.url,
    CHIPDESK_DB: db,
    CHIPDESK_REGIONS: 'us-east-1',
    CHIPDESK_NOW: new Date(NOW).toISOString(),
    CHIPDESK_SPEED: '0.000001',
    ...(HAS_RECORDED ? {} : { CHIPDESK_TYPES: 'p5*' }),
  });

type Moment = { request: number; when: 'arrives' | 'is answered' };

/** Calls `act` at a moment that the stand-in knows, and no clock. */
function atMoment(standIn: StandIn, { request, when }: Moment, act: () => void): void {
  const { requests } = standIn;
  let seen = 0;
  requests.push = (...added: RecordedRequest[]) => {
    seen += added.length;
    const [recorded] = added;
    if (seen === request && when === 'arrives') act();
    if (seen === request && when === 'is answered' && recorded !== undefined) {
      Object.defineProperty(recorded, 'status', { get: () => 200, set: () => setImmediate(act) });
    }
    return Array.prototype.push.apply(requests, added);
  };
}

function store(path: string) {
  const db = openDatabase(path, 'worker');
  const all = (sql: string) => db.sqlite.prepare(sql).raw().all();
  const pool = 's.kind, s.region, s.zone_id, s.instance_type, s.qualifier';
  const found = {
    series: all(
      `SELECT ${pool}, unit, scale, outcome, last_value, changed_at, confirmed_at FROM series s ORDER BY ${pool}`,
    ),
    points: all(
      `SELECT ${pool}, at, value FROM point JOIN series s ON s.id = series_id ORDER BY ${pool}, at`,
    ),
    rollups: all(
      `SELECT ${pool}, day, mean, min, max, last, changes FROM rollup_day JOIN series s ON s.id = series_id ORDER BY ${pool}, day`,
    ),
    coverage: all(
      'SELECT collector, region, query_key, from_at, to_at FROM coverage JOIN target t ON t.id = target_id ORDER BY 1, 2, 3, 4',
    ),
    targets: all(
      'SELECT collector, region, query_key, current, outcome, last_complete_at, wanted_from FROM target ORDER BY 1, 2, 3',
    ),
    places: all('SELECT * FROM zone ORDER BY zone_id'),
    types: all('SELECT * FROM instance_type ORDER BY name'),
    integrity: all('PRAGMA integrity_check'),
    dangling: all('PRAGMA foreign_key_check'),
  };
  const ledger = all('SELECT state FROM job_run ORDER BY rowid').flat();
  db.sqlite.close();
  return { found, ledger };
}

let uninterrupted: Promise<{ found: unknown; requests: number }> | undefined;

async function runWhole() {
  const standIn = await openMarket();
  const db = freshDatabase();
  expect(await run(standIn, db).ended).toMatchObject({ code: 0 });
  const { found } = store(db);
  expect(found.points.length).toBeGreaterThan(500);
  expect(found.coverage).toHaveLength(1);
  expect(found.integrity).toEqual([['ok']]);
  // Every moment below is another one.
  expect(standIn.requests.length).toBeGreaterThan(2 * SHARES.length);
  return { found, requests: standIn.requests.length };
}

async function killedAndRestarted(
  moment: Moment,
): Promise<{ killed: CommandEnd; again: CommandEnd; db: string }> {
  const standIn = await openMarket();
  const db = freshDatabase();
  const first = run(standIn, db);
  atMoment(standIn, moment, () => first.child.kill('SIGKILL'));
  const killed = await first.ended;
  standIn.requests.push = Array.prototype.push;
  return { killed, again: await run(standIn, db).ended, db };
}

/** From the first request to the last, and every second one while it is being digested. */
const SHARES = [0, 0.05, 0.1, 0.17, 0.25, 0.33, 0.42, 0.5, 0.58, 0.67, 0.75, 0.83, 0.92, 1];

describe(`F1: SIGKILL in the middle of a collection (${HAS_RECORDED ? 'recorded 2021 data' : 'simulated market: no recorded data beside the checkout'})`, () => {
  test.each(
    SHARES.map((share, i): [number, Moment['when']] => [share, i % 2 === 0 ? 'is answered' : 'arrives']),
  )('at %d of the way, as a request %s: the next run ends in the same store', async (share, when) => {
    uninterrupted ??= runWhole();
    const { found, requests } = await uninterrupted;
    const request = 1 + Math.round(share * (requests - 1));
    const { killed, again, db } = await killedAndRestarted({ request, when });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    expect(again).toMatchObject({ code: 0 });
    const after = store(db);
    expect(after.found).toEqual(found);
    expect(after.ledger).not.toContain('running');
    expect(after.ledger).toContain('aborted');
  });
});

describe('F4: SIGTERM while AWS does not answer', () => {
  test('ends the run as aborted within fifteen seconds, and nothing of it counts as complete', async () => {
    const standIn = await openMarket();
    const db = freshDatabase();
    const hang = { service: 'ec2', action: 'DescribeSpotPriceHistory', kind: 'hang' as const };
    standIn.faults.add({ ...hang, times: Number.POSITIVE_INFINITY });
    const command = run(standIn, db);
    const { requests } = standIn;
    requests.push = (...added: RecordedRequest[]) => {
      if (added[0]?.action === 'DescribeSpotPriceHistory') command.child.kill('SIGTERM');
      return Array.prototype.push.apply(requests, added);
    };
    const late = setTimeout(() => command.child.kill('SIGKILL'), 15_000);
    const ended = await command.ended;
    clearTimeout(late);
    expect(ended).toMatchObject({ code: 1, signal: null });
    expect(JSON.parse(ended.stdout)).toMatchObject({ job: 'spot-price', state: 'aborted' });
    const { ledger, found } = store(db);
    expect(ledger).toEqual(['ok', 'ok', 'aborted']);
    expect(found.points).toEqual([]);
    expect(found.coverage).toEqual([]);
    const spot = (found.targets as unknown[][]).filter(([collector]) => collector === 'spot-price');
    expect(spot.map((row) => row[4])).toEqual(['never']);
  });
});
