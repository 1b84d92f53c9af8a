import { expect, it } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { insertSilence } from '#db/queries/silences.ts';
import { sweepAlerts } from '#jobs/pipeline/sweep.ts';
import { DAY, HOUR, SECOND } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { startSlackSink } from '#tests/helpers/slack-sink.ts';

it('F24: ten hours of sleep do not make a condition hold for longer than two looks', async () => {
  const desk = await openAlertDesk({ rule: { for: '30m' } });
  const pool = desk.pool(30);
  desk.price(pool, 36);
  desk.look();
  desk.pass(10 * HOUR);
  desk.price(pool, 36);
  desk.look();
  expect(listAlerts(desk.db, { limit: 9 })).toMatchObject([{ phase: 'pending' }]);
  expect(desk.outbox()).toEqual([]);
});

it('F26: a clock that runs ahead by 30 days and back reminds at most once, and revives no silence', async () => {
  const desk = await firedDesk({ rule: { severity: 'critical', repeat: '4h' } });
  await desk.deliver();
  const now = desk.now();
  const silence = { matchers: { type: 'p5e.48xlarge' }, author: 'ada', comment: 'known', createdAt: now };
  writeTransaction(desk.db, () => insertSilence(desk.db, { ...silence, startsAt: now, endsAt: now + DAY }));
  desk.pass(30 * DAY);
  sweepAlerts(desk.db, desk.now());
  await desk.deliver();
  desk.setBack(30 * DAY);
  for (let hours = 0; hours < 3; hours++) {
    desk.pass(HOUR);
    sweepAlerts(desk.db, desk.now());
    await desk.deliver();
  }
  expect(desk.outbox().map(({ kind }) => kind)).toEqual(['firing', 'reminder']);
  desk.price(desk.pool(30, { type: 'p5e.48xlarge' }), 40);
  desk.look();
  await desk.deliver();
  expect(desk.slack.received).toHaveLength(3);
});

it('F48: a receiver that takes its time holds up no other', async () => {
  const slow = await startSlackSink();
  const desk = await openAlertDesk();
  desk.configure({
    channels: [
      { name: 'desk', kind: 'slack', webhookUrl: desk.slack.address() },
      { name: 'slow', kind: 'slack', webhookUrl: slow.address() },
    ],
    rules: [{ ...desk.rule, channels: ['desk', 'slow'] }],
  });
  slow.answer({ hang: true });
  desk.price(desk.pool(30), 36);
  desk.look();
  const deliverer = desk.deliverer();
  deliverer.start();
  await expect.poll(() => desk.slack.received.length, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => slow.received.length, { timeout: 20_000 }).toBe(1);
  expect(desk.outbox().find(({ channel }) => channel === 'desk')?.state).toBe('delivered');
  await deliverer.stop();
});

it('F61: 500 alerts at once are one message, all of them on record', async () => {
  const desk = await openAlertDesk();
  const pools = Array.from({ length: 500 }, (_, i) => desk.pool(30, { type: `p5.${i}xlarge` }));
  for (const pool of pools) desk.price(pool, 36);
  desk.look();
  await desk.deliverFor(10 * SECOND);
  expect(desk.slack.received).toHaveLength(1);
  expect(desk.slack.received[0]?.text).toMatch(/, and 499 more pools in us-east-1$/m);
  expect(listAlerts(desk.db, { limit: 1000 }).filter(({ phase }) => phase === 'firing')).toHaveLength(500);
});

it('F62: what is critical and comes and goes is told at each beginning; only its ends are held back', async () => {
  const desk = await firedDesk({ rule: { severity: 'critical', keepFiring: '0s', resolveEvals: 1 } });
  for (let times = 0; times < 11; times++) {
    desk.price(desk.poolId, 30);
    desk.look();
    desk.price(desk.poolId, 36);
    desk.look();
  }
  const kinds = desk.outbox().map(({ kind }) => kind);
  expect(
    kinds.filter((kind) => kind === 'firing').length + kinds.filter((kind) => kind === 'flapping').length,
  ).toBe(12);
  expect(kinds.filter((kind) => kind === 'flapping')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'resolved').length).toBeLessThan(6);
});
