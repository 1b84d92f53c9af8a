import { expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { DAY } from '#lib/domain/time.ts';
import { startCommand } from '../helpers/command.ts';
import { openTestDatabase } from '../helpers/database.ts';
import { aPool } from '../helpers/market.ts';

const WRITER = 'tests/helpers/alert-writer.ts';

/** Where each kill comes: as the transaction adds to this table, between what it wrote before and what it would next. */
const WRITTEN = ['point', 'sample_set', 'alert_event', 'delivery', 'delivery_event'];

/** A database with a rule and a pool that the writer's looks are about. */
function openWritten(): Db {
  const db = openTestDatabase();
  const rule = {
    name: 'moves',
    kind: 'spot-price-move',
    channels: ['desk'],
    keepFiring: '0s',
    resolveEvals: 1,
  };
  const webhookUrl = 'http://127.0.0.1:1/services/T1/B1/abcd1234';
  const alerting = parseAlerting(
    {
      channels: [{ name: 'desk', kind: 'slack', webhookUrl }],
      rules: [{ ...rule, when: { moves: { percent: 10, within: '12h' } } }],
    },
    { allowLoopback: true, readSecretFile: () => '' },
  );
  syncAlerting(db, alerting, 0, WATCH_EVERYTHING);
  aPool(db, { points: [[Date.UTC(2026, 10, 21, 12) - 40 * DAY, 30]] });
  return db;
}

/** Everything that is to be whole after a kill: looks, prices, states, events, messages and what joins them. */
function written({ sqlite }: Db) {
  const all = (sql: string) => sqlite.prepare(sql).raw().all();
  return {
    points: all('SELECT at, value FROM point ORDER BY at'),
    looks: all('SELECT run_id, collected_at FROM sample_set ORDER BY id'),
    alerts: all('SELECT identity, phase, episode, last_set_id FROM alert ORDER BY id'),
    events: all('SELECT id, alert_id, episode, kind, at FROM alert_event ORDER BY id'),
    deliveries: all('SELECT notice_id, kind, state, notice_json FROM delivery ORDER BY id'),
    joined: all('SELECT * FROM delivery_event ORDER BY 1, 2'),
  };
}

async function writeAll(db: Db, what: string, many: number): Promise<void> {
  const ended = await startCommand(WRITER, [db.path, what, String(many)], {}).ended;
  expect(ended).toEqual({ code: 0, signal: null, stdout: '.'.repeat(many), stderr: '' });
}

test('F1: a process killed amid its transactions leaves each of them whole, and the next goes on where it was', async () => {
  const db = openWritten();
  for (const table of WRITTEN) {
    const { ended } = startCommand(WRITER, [db.path, 'looks', '5', table], {});
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL', stdout: '....', stderr: '' });
  }
  expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
  const found = written(db);
  expect(found.looks).toHaveLength(4 * WRITTEN.length);
  expect(found.deliveries.length).toBeGreaterThan(10);
  const whole = openWritten();
  await writeAll(whole, 'looks', found.looks.length);
  expect(found).toEqual(written(whole));
});

test('F7: worker and pages that write at once lose nothing, and neither is told that the database is busy', async () => {
  const db = openWritten();
  const many = 150;
  await Promise.all([writeAll(db, 'looks', many), writeAll(db, 'silences', many)]);
  expect(db.sqlite.prepare('SELECT count(*), count(DISTINCT comment) FROM silence').raw().get()).toEqual([
    many,
    many,
  ]);
  const alone = openWritten();
  await writeAll(alone, 'looks', many);
  expect(written(db)).toEqual(written(alone));
});
