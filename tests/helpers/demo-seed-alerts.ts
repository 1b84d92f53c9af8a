import type { Db } from '#db/client.ts';
import { insertEvent, saveAlert } from '#db/queries/alerts.ts';
import { saveChannel } from '#db/queries/channels.ts';
import { enqueueDelivery } from '#db/queries/deliveries.ts';
import { insertRule, listRules } from '#db/queries/rules.ts';
import type { AlertMemory, SpotFacts } from '#lib/alerts/facts.ts';
import { type AlertState, freshState, type Health, type Phase } from '#lib/alerts/lifecycle.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';

type Case = {
  zoneId: string;
  region: string;
  phase: Phase;
  health: Health;
  age: number;
  price: number;
  before: number;
};

const CASES: Case[] = [
  {
    zoneId: 'use1-az6',
    region: 'us-east-1',
    phase: 'firing',
    health: 'fresh',
    age: 2 * HOUR,
    price: 14_120_000,
    before: 12_300_000,
  },
  {
    zoneId: 'aps1-az1',
    region: 'ap-south-1',
    phase: 'firing',
    health: 'error',
    age: 3 * HOUR,
    price: 18_000_000,
    before: 15_000_000,
  },
  {
    zoneId: 'usw2-az2',
    region: 'us-west-2',
    phase: 'cooling',
    health: 'fresh',
    age: 9 * HOUR,
    price: 6_400_000,
    before: 7_600_000,
  },
  {
    zoneId: 'eun1-az2',
    region: 'eu-north-1',
    phase: 'ok',
    health: 'fresh',
    age: DAY,
    price: 5_900_000,
    before: 7_000_000,
  },
];

/** A rule, a channel, an alert in each state and deliveries with every kind of end. */
export function seedAlerts(db: Db, now: number): void {
  saveChannel(db, { name: 'ops', kind: 'slack', hint: 'hooks.slack.com/services/T…/…ab12' }, now - DAY);
  insertRule(
    db,
    {
      name: 'H100 spot moves',
      kind: 'spot-price-move',
      params: { types: ['p5*'], moves: { percent: 10, within: '24h', direction: 'either' } },
      severity: 'critical',
      channels: ['ops'],
      forMs: 0,
      keepFiringMs: 15 * MINUTE,
      resolveEvals: 2,
      repeatMs: 0,
      origin: 'file',
    },
    now - DAY,
  );
  const ruleId = listRules(db)[0]?.id ?? 1;
  for (const one of CASES) seedAlert(db, ruleId, one, now);
}

function seedAlert(db: Db, ruleId: number, one: Case, now: number): void {
  const facts = factsOf(one, now);
  const memory: AlertMemory = { latest: facts, fired: facts };
  const labels = {
    condition: facts.condition,
    product: facts.product,
    region: one.region,
    type: facts.type,
    zoneId: one.zoneId,
  };
  const firingAt = now - one.age;
  const resolvedAt = one.phase === 'ok' ? now - HOUR : null;
  const state: AlertState = {
    ...freshState(now - 2 * MINUTE),
    phase: one.phase,
    health: one.health,
    episode: 1,
    firingAt,
    resolvedAt,
  };
  const alertId = saveAlert(db, {
    ruleId,
    identity: JSON.stringify(labels),
    labels,
    state,
    memory,
    lastSetId: 1,
  });
  const fired = insertEvent(db, {
    alertId,
    episode: 1,
    kind: 'firing',
    at: firingAt,
    sampleSetId: 1,
    reason: null,
    memory,
  });
  seedDelivery(db, 'firing', facts, firingAt, fired, alertId);
  if (resolvedAt === null) return;
  const ended = insertEvent(db, {
    alertId,
    episode: 1,
    kind: 'resolved',
    at: resolvedAt,
    sampleSetId: 2,
    reason: 'moved_back',
    memory,
  });
  seedDelivery(db, 'resolved', facts, resolvedAt, ended, alertId);
}

function factsOf({ zoneId, region, price, before }: Case, now: number): SpotFacts {
  return {
    topic: 'spot-price',
    condition: price > before ? 'rise' : 'fall',
    type: 'p5.48xlarge',
    region,
    zoneId,
    product: 'Linux/UNIX',
    chip: { name: 'H100', count: 8 },
    priceMicro: price,
    scale: 4,
    changedAt: now - HOUR,
    previousMicro: before,
    previousAt: now - DAY,
    windowMs: DAY,
    change: price / before - 1,
    percent: 10,
    limitMicro: null,
  };
}

function seedDelivery(
  db: Db,
  kind: Notice['kind'],
  facts: SpotFacts,
  at: number,
  eventId: number | undefined,
  alertId: number,
): void {
  const notice: Notice = {
    kind,
    ruleName: 'H100 spot moves',
    condition: 'moves by 10 % within 24 h',
    severity: 'critical',
    region: facts.region,
    source: 'AWS spot price history',
    lookedAt: at,
    createdAt: at,
    simulated: true,
    memberCount: 1,
    members: [{ facts, fired: null, firingAt: at, reason: null }],
  };
  const noticeId = `${kind}-${alertId}`;
  enqueueDelivery(db, {
    noticeId,
    channel: 'ops',
    lane: 'ops',
    notice,
    eventIds: eventId === undefined ? [] : [eventId],
  });
  if (alertId === 2) return;
  const attempt = db.sqlite.prepare(
    `INSERT INTO delivery_attempt (delivery_id, at, took_ms, outcome, status, detail)
     SELECT id, ?, ?, ?, ?, ? FROM delivery WHERE notice_id = ?`,
  );
  if (alertId === 1) attempt.run(at + 2000, 10_000, 'timeout', null, 'no answer within 10 s', noticeId);
  if (alertId === 3) attempt.run(at + 2000, 210, 'rejected', 404, 'no_service', noticeId);
  else attempt.run(at + 14_000, 180, 'delivered', 200, null, noticeId);
  const state = alertId === 3 ? 'dead' : 'delivered';
  db.sqlite
    .prepare('UPDATE delivery SET state = ?, attempts = ?, delivered_at = ? WHERE notice_id = ?')
    .run(state, alertId === 1 ? 2 : 1, at, noticeId);
}
