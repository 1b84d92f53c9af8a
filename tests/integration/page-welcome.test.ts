import { expect, it } from 'vitest';
import { tellEveryChannel, welcomeChannel } from '#db/alerting/standing-rules.ts';
import { type Db, writeTransaction } from '#db/client.ts';
import { savePageChannel } from '#db/queries/channels.ts';
import { listRules } from '#db/queries/rules.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { STARTER_RULES } from '#lib/config/starter-rules.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DESK = 'chipdesk itself';

/** The jobs start with this configuration. */
function start(db: Db, input: unknown): void {
  const alerting = parseAlerting(input, { allowLoopback: true, readSecretFile: () => '' });
  syncAlerting(db, alerting, NOW, WATCH_EVERYTHING);
}

/** Somebody makes a channel on the page. */
function make(db: Db, name: string): number {
  return writeTransaction(db, () => {
    savePageChannel(db, { name, kind: 'slack', hint: name, sealed: 'x' }, NOW);
    tellEveryChannel(db, NOW);
    return welcomeChannel(db, name, NOW);
  });
}

const inForce = (db: Db) =>
  listRules(db)
    .filter(({ enabled }) => enabled)
    .map(({ name, channels, origin }) => [name, channels.join(), origin]);

it('the first channel of a desk without a configuration brings the starter rules and the rule about the desk', () => {
  const db = openTestDatabase();
  start(db, undefined);
  expect(inForce(db)).toEqual([]);
  expect(make(db, 'ops')).toBe(STARTER_RULES.length);
  const made = inForce(db);
  expect(made).toHaveLength(STARTER_RULES.length + 1);
  expect(made).toContainEqual([DESK, 'ops', 'file']);
  expect(made.filter(([, , origin]) => origin === 'page')).toHaveLength(STARTER_RULES.length);
  start(db, undefined);
  expect(inForce(db)).toEqual(made);
});

it('they come once: what was taken away does not come back with the next channel', () => {
  const db = openTestDatabase();
  start(db, undefined);
  make(db, 'ops');
  expect(make(db, 'wall')).toBe(0);
  expect(inForce(db)).toContainEqual([DESK, 'ops,wall', 'file']);
});

it('they do not come where the configuration has rules, or says that it wants none', () => {
  for (const input of [
    { rules: [] },
    { channels: [{ name: 'desk', kind: 'slack', webhookUrl: 'http://127.0.0.1:1/services/T1/B1/x' }] },
  ]) {
    const db = openTestDatabase();
    start(db, input);
    const before = inForce(db).length;
    expect(make(db, 'ops')).toBe(0);
    expect(inForce(db).length).toBe(Math.max(before, 1));
  }
});

it('a rule that somebody has written about the desk stands in place of the built-in one', () => {
  const db = openTestDatabase();
  const webhookUrl = 'http://127.0.0.1:1/services/T1/B1/x';
  const rules = [{ name: 'mine', kind: 'desk-health', channels: ['desk'], when: {} }];
  start(db, { channels: [{ name: 'desk', kind: 'slack', webhookUrl }], rules });
  make(db, 'ops');
  start(db, { channels: [{ name: 'desk', kind: 'slack', webhookUrl }], rules });
  expect(inForce(db)).toEqual([['mine', 'desk', 'file']]);
});
