import { expect, test } from 'vitest';
import { insertSilence } from '#db/queries/silences.ts';
import { sweepAlerts } from '#jobs/pipeline/sweep.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '../helpers/alert-desk.ts';
import { startSlackSink } from '../helpers/slack-sink.ts';

type Desk = Awaited<ReturnType<typeof firedDesk>>;
const QUICK = { keepFiring: '0s', resolveEvals: 1 };
const kinds = (desk: Pick<Desk, 'outbox'>) => desk.outbox().map(({ kind }) => kind);
const sweep = (desk: Desk) => sweepAlerts(desk.db, desk.now());

/** Nothing else may be at work in the half hour before a broken channel is tried. */
const SHORT = 5 * MINUTE;

test('what waits behind a message that was refused is told too, though that one had to be tried again', async () => {
  const hook = await startSlackSink();
  const channels = [{ name: 'desk', kind: 'webhook', url: hook.address(), secret: 'x'.repeat(32) }];
  const desk = await firedDesk({ channels, rule: QUICK });
  desk.price(desk.poolId, 30);
  desk.look();
  hook.answer({ status: 400 }, { status: 503 });
  await desk.deliverFor(SHORT);
  const heard = hook.received.map(({ body: { kind, later } }) => [
    kind,
    ...((later ?? []) as { kind: string }[]).map((one) => one.kind),
  ]);
  expect(heard.at(-1)).toEqual(['resolved']);
  expect(desk.outbox().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});

/** A desk whose critical news has arrived and is to be told again now. */
async function remindedDesk() {
  const desk = await firedDesk({ rule: { ...QUICK, severity: 'critical', repeat: '1h' } });
  await desk.deliver();
  desk.pass(HOUR);
  expect(sweep(desk)).toMatchObject({ reminders: 1 });
  return desk;
}

test('a reminder that may have arrived is not told again before the next one is due', async () => {
  const desk = await remindedDesk();
  desk.slack.answer({ cut: true });
  await desk.deliverFor(SHORT);
  expect(desk.slack.received).toHaveLength(2);
  expect(sweep(desk)).toMatchObject({ reminders: 0 });
  desk.pass(HOUR - SHORT);
  expect(sweep(desk)).toMatchObject({ reminders: 1 });
  await desk.deliverFor(SHORT);
  expect(desk.slack.received).toHaveLength(3);
  expect(JSON.stringify(desk.slack.received[2]?.body)).not.toContain('may repeat');
});

test('a reminder whose worker died over it is not told again, and what comes after it is', async () => {
  const desk = await remindedDesk();
  void desk.deliverer({ send: () => new Promise(() => {}) }).deliverDue();
  await expect.poll(() => desk.outbox().at(-1)?.state).toBe('sending');
  desk.price(desk.poolId, 30);
  desk.look();
  await desk.deliverFor(SHORT);
  expect(desk.outbox().map(({ state }) => state)).toEqual(['delivered', 'superseded', 'delivered']);
  expect(desk.slack.received.map(({ text }) => text.split(' ')[0])).toEqual(['p5.48xlarge', 'p5.48xlarge']);
});

test('the end of what came and went is told once, also when its rule was changed and an hour is quiet since', async () => {
  const when = { moves: { percent: 10, within: '10m', direction: 'up' } };
  const desk = await firedDesk({ rule: QUICK, when });
  // Another one ends with it: the message of the end is about both.
  const other = desk.pool(30, { zoneId: 'use1-az1' });
  for (let round = 0; round < 6; round++)
    for (const usd of [30, 45]) {
      desk.price(desk.poolId, usd);
      if (round === 5) desk.price(other, usd);
      desk.look();
    }
  expect(kinds(desk).slice(-2)).toEqual(['flapping', 'firing']);
  desk.configure({ rules: [{ ...desk.rule, when: { ...when, types: ['g6*'] } }] });
  const told = kinds(desk);
  expect(told.at(-1)).toBe('resolved');
  desk.pass(2 * HOUR);
  sweep(desk);
  expect(kinds(desk)).toEqual(told);
});

test('a silence that is over keeps nothing back, though somebody sets the clock back into it', async () => {
  const desk = await openAlertDesk({ rule: QUICK });
  const pool = desk.pool(30);
  desk.look();
  insertSilence(desk.db, {
    ...{ matchers: { type: 'p5.48xlarge' }, author: 'ada', comment: 'we know' },
    ...{ createdAt: desk.now(), startsAt: desk.now(), endsAt: desk.now() + HOUR },
  });
  desk.pass(HOUR);
  sweepAlerts(desk.db, desk.now());
  desk.setBack(30 * MINUTE);
  desk.price(pool, 45);
  expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 1 });
});
