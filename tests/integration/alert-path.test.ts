import { describe, expect, it } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { firingNow, toldOfAlerts } from '#db/queries/alert-told.ts';
import { listAlerts, listEvents } from '#db/queries/alerts.ts';
import { evaluateSet } from '#jobs/pipeline/evaluate.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { aSet } from '#tests/helpers/market.ts';

describe('a move', () => {
  it('reaches Slack as exactly one message that says it all', async () => {
    const desk = await firedDesk();
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
    await desk.deliverFor(10 * MINUTE);
    expect(desk.slack.received).toHaveLength(1);
    const [message] = desk.slack.received;
    expect(message?.text).toBe(
      'p5.48xlarge in us-east-1 (use1-az4) rose 20.0 % in 24 h to $36.00/h ($4.50 per H100-hour)',
    );
    expect(JSON.stringify(message?.body)).toContain('Rule “p5 moves”');
    expect(desk.outbox()).toMatchObject([
      { state: 'delivered', attempts: 1, kind: 'firing', channel: 'desk' },
    ]);
    expect(desk.outbox()[0]?.log).toMatchObject([{ outcome: 'delivered', status: 200 }]);
    expect(desk.outbox()[0]?.eventIds).toEqual(listEvents(desk.db, { limit: 9 }).map((event) => event.id));
  });

  it('says beside the alert whom it was told, and whom not yet', async () => {
    const desk = await firedDesk();
    const [alert] = listAlerts(desk.db, { limit: 1 });
    const told = () => toldOfAlerts(desk.db).get(alert?.id ?? 0);
    expect(firingNow(desk.db)).toBe(1);
    expect(told()).toEqual([{ channel: 'desk', state: 'queued', deliveredAt: null }]);
    await desk.deliver();
    expect(told()).toEqual([{ channel: 'desk', state: 'delivered', deliveredAt: desk.now() }]);
  });

  it('is not told again while it lasts', async () => {
    const desk = await firedDesk();
    for (let i = 0; i < 20; i++) expect(desk.look()).toMatchObject({ transitions: 0, deliveries: 0 });
    expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([
      { ruleName: 'p5 moves', phase: 'firing', health: 'fresh', episode: 1, labels: { condition: 'rise' } },
    ]);
  });

  it('brings nothing new when its set is evaluated twice', async () => {
    const desk = await openAlertDesk();
    const pool = desk.pool(30);
    desk.price(pool, 36);
    const first = desk.look();
    expect(first).toMatchObject({ transitions: 1, deliveries: 1 });
    expect(evaluateSet(desk.db, first.set)).toMatchObject({ transitions: 0, deliveries: 0 });
    expect(desk.outbox()).toHaveLength(1);
  });

  it('leaves no row for pools that have never moved', async () => {
    const desk = await openAlertDesk();
    for (let i = 0; i < 20; i++) desk.pool(30, { type: `p5.${i}xlarge` });
    desk.look();
    expect(listAlerts(desk.db, { limit: 99 })).toEqual([]);
    expect(desk.db.sqlite.prepare('SELECT count(*) FROM alert').pluck().get()).toBe(0);
  });

  it('F1: exists with its state, its event and its message, or not at all', async () => {
    const desk = await openAlertDesk();
    desk.price(desk.pool(30), 36);
    const set = aSet(desk.db, { at: desk.now() });
    expect(() =>
      writeTransaction(desk.db, () => {
        expect(evaluateSet(desk.db, set)).toMatchObject({ transitions: 1, deliveries: 1 });
        throw new Error('the publisher failed');
      }),
    ).toThrow('the publisher failed');
    expect(desk.outbox()).toEqual([]);
    expect(listEvents(desk.db, { limit: 9 })).toEqual([]);
    expect(listAlerts(desk.db, { limit: 9 })).toEqual([]);
  });

  it('tells of many pools in one message per rule, all of them on record', async () => {
    const desk = await openAlertDesk();
    const pools = Array.from({ length: 30 }, (_, i) => desk.pool(30, { type: `p5.${i}xlarge` }));
    desk.look();
    for (const [i, pool] of pools.entries()) desk.price(pool, 36 + i);
    expect(desk.look()).toMatchObject({ transitions: 30, deliveries: 1 });
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toHaveLength(1);
    expect(desk.slack.received[0]?.text).toMatch(/^p5\.29xlarge .* and 29 more pools in us-east-1$/);
    expect(desk.outbox()[0]?.eventIds).toHaveLength(30);
  });

  it('the other way round is news of its own, though the first still lasts', async () => {
    const desk = await firedDesk();
    desk.price(desk.poolId, 20);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received.map((message) => message.text)).toEqual([
      expect.stringContaining('rose 20.0 %'),
      expect.stringContaining('fell 33.3 %'),
    ]);
  });
});

describe('a crossing', () => {
  it('is told upwards and downwards', async () => {
    const desk = await openAlertDesk({ when: { crosses: { usdPerHour: '40.00', within: '1h' } } });
    const pool = desk.pool(39);
    desk.look();
    desk.price(pool, 40);
    desk.look();
    desk.pass(2 * HOUR);
    desk.price(pool, 39.9);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received.map((message) => message.text)).toEqual([
      expect.stringContaining('went up to or over $40.00/h'),
      expect.stringContaining('went below $40.00/h: now $39.90/h'),
    ]);
  });
});

describe('missing data', () => {
  it.each([
    ['failed', { completeness: 'failed', items: 0 }, 'error'],
    ['partial', { completeness: 'partial' }, 'error'],
    ['empty', { items: 0 }, 'no_data'],
  ] as const)('of a %s set moves nothing: firing stays firing', async (_name, spec, health) => {
    const desk = await firedDesk();
    desk.price(desk.poolId, 30);
    for (let i = 0; i < 10; i++) expect(desk.look(spec)).toMatchObject({ transitions: 0, deliveries: 0 });
    expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([{ phase: 'firing', health }]);
    desk.look();
    expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([{ phase: 'cooling', health: 'fresh' }]);
  });

  it.each([
    ['failed', { completeness: 'failed', items: 0 }],
    ['partial', { completeness: 'partial' }],
    ['empty', { items: 0 }],
  ] as const)('of a %s set fires nothing', async (_name, spec) => {
    const desk = await openAlertDesk();
    desk.price(desk.pool(30), 60);
    expect(desk.look(spec)).toMatchObject({ transitions: 0, deliveries: 0 });
    expect(desk.look()).toMatchObject({ transitions: 1 });
  });

  it('of a price that has gone keeps the alert, with the price last seen', async () => {
    const desk = await firedDesk();
    desk.price(desk.poolId, null);
    expect(desk.look()).toMatchObject({ transitions: 0 });
    expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([
      { phase: 'firing', health: 'no_data', memory: { latest: { priceMicro: 36_000_000 } } },
    ]);
  });

  it('of the past makes a fresh database wait, and the back-fill ends the wait', async () => {
    const desk = await openAlertDesk();
    desk.price(desk.pool(30), 60);
    expect(desk.look({ knownFrom: desk.now() - HOUR })).toMatchObject({ transitions: 0 });
    expect(desk.look({ knownFrom: desk.now() - 2 * DAY })).toMatchObject({ transitions: 1 });
  });

  it('F47: arriving late is not evaluated when a newer look has been published', async () => {
    const desk = await openAlertDesk();
    const pool = desk.pool(30);
    const old = aSet(desk.db, { at: desk.now() });
    desk.look();
    desk.price(pool, 60);
    expect(evaluateSet(desk.db, old)).toMatchObject({ transitions: 0 });
  });
});

describe('the end', () => {
  it('is told after resolveEvals and keepFiring, with the true reason', async () => {
    const desk = await firedDesk({ rule: { keepFiring: '10m', resolveEvals: 2 } });
    desk.price(desk.poolId, 30.5);
    expect(desk.look()).toMatchObject({ transitions: 0 });
    expect(desk.look()).toMatchObject({ transitions: 0 });
    expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 1 });
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received.map((message) => message.text)).toEqual([
      expect.stringContaining('rose 20.0 %'),
      'p5.48xlarge in us-east-1 (use1-az4): moved back, the rise of 20.0 % is over, now $30.50/h ($3.81 per H100-hour)',
    ]);
    expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([
      { phase: 'ok', resolvedAt: desk.now() - MINUTE },
    ]);
  });

  it('is no recovery when the price has stayed and its rise has grown old', async () => {
    const desk = await firedDesk({ rule: { keepFiring: '0s', resolveEvals: 1 } });
    desk.pass(DAY);
    desk.look();
    await desk.deliverFor(MINUTE);
    const last = desk.slack.received.at(-1);
    expect(last?.text).toContain(
      'the price has stayed, the rise of 20.0 % is more than 24 h old, now $36.00/h',
    );
  });

  it('and a new beginning is a new episode with a new notice', async () => {
    const desk = await firedDesk({ rule: { keepFiring: '0s', resolveEvals: 1 } });
    desk.price(desk.poolId, 30);
    desk.look();
    desk.price(desk.poolId, 36);
    desk.look();
    await desk.deliverFor(MINUTE);
    const ids = desk.outbox().map((delivery) => delivery.noticeId);
    expect(new Set(ids).size).toBe(3);
    expect(desk.slack.received).toHaveLength(3);
  });
});

describe('a changed configuration', () => {
  it('F65: that drops the rule ends its alerts with that reason, once', async () => {
    const desk = await firedDesk();
    expect(desk.configure({ rules: [] })).toMatchObject({ disabled: 1, closed: 1 });
    expect(desk.configure({ rules: [] })).toMatchObject({ disabled: 0, closed: 0 });
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received.at(-1)?.text).toContain(
      'the rule was switched off or removed, the price may not have recovered',
    );
    expect(desk.look()).toMatchObject({ transitions: 0 });
    expect(listEvents(desk.db, { limit: 9 })[0]).toMatchObject({ kind: 'resolved', reason: 'rule_disabled' });
  });

  it('of the filter ends alerts as rule_changed; of a threshold keeps them', async () => {
    const desk = await firedDesk();
    const other = { ...desk.rule, when: { moves: { percent: 15 } } };
    expect(desk.configure({ rules: [other] })).toMatchObject({ changed: 1, closed: 0 });
    expect(listAlerts(desk.db, { limit: 9 })[0]?.phase).toBe('firing');
    const narrow = { ...desk.rule, when: { types: ['g6*'], moves: { percent: 15 } } };
    expect(desk.configure({ rules: [narrow] })).toMatchObject({ changed: 1, closed: 1 });
    expect(listEvents(desk.db, { limit: 9 })[0]).toMatchObject({ kind: 'resolved', reason: 'rule_changed' });
  });

  it('that asks one way only ends what it no longer asks about', async () => {
    const desk = await firedDesk();
    const down = { ...desk.rule, when: { moves: { percent: 10, direction: 'down' } } };
    expect(desk.configure({ rules: [down] })).toMatchObject({ closed: 1 });
  });

  it('of nothing does nothing: a restart sends nothing', async () => {
    const desk = await firedDesk();
    await desk.deliver();
    expect(desk.configure({})).toEqual({ added: 0, changed: 0, disabled: 0, closed: 0, superseded: 0 });
    await desk.deliverFor(MINUTE);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toHaveLength(1);
  });

  it('that drops the channel supersedes what waits for it', async () => {
    const desk = await firedDesk();
    const wall = { name: 'wall', kind: 'slack', webhookUrl: desk.slack.address('T1/B2/wall') };
    const rule = { ...desk.rule, channels: ['wall'] };
    expect(desk.configure({ channels: [wall], rules: [rule] })).toMatchObject({ superseded: 1 });
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toEqual([]);
    expect(desk.outbox()).toMatchObject([{ state: 'superseded' }]);
  });
});
