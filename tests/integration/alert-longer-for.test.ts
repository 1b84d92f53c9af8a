import { expect, it } from 'vitest';
import { writeTransaction } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { insertSilence } from '#db/queries/silences.ts';
import { sweepAlerts } from '#jobs/pipeline/sweep.ts';
import { summary } from '#lib/alerts/wording.ts';
import { HOUR } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { INTERVAL } from '#tests/helpers/market.ts';

const QUICK = { keepFiring: '0s', resolveEvals: 1 };

/** A desk whose alert has been told, and a rule that then asks for more time. */
async function lengthened(held: string) {
  const desk = await firedDesk({ rule: QUICK });
  await desk.deliver();
  desk.configure({ rules: [{ ...desk.rule, for: held }] });
  const phase = () => listAlerts(desk.db, { limit: 1 })[0]?.phase;
  const told = () =>
    desk.outbox().map(({ kind, notice }) => `${kind}: ${notice === undefined ? '' : summary(notice)}`);
  return { desk, phase, told };
}

it('F65: a longer for takes a firing alert back to pending without a word, and it goes on without a word', async () => {
  const { desk, phase, told } = await lengthened('30m');
  expect(phase()).toBe('pending');
  for (let passed = 0; passed < 30 * 60_000; passed += INTERVAL) desk.look();
  expect(phase()).toBe('firing');
  expect(told()).toHaveLength(1);
  expect(listAlerts(desk.db, { limit: 1 })[0]?.episode).toBe(1);
});

it('F65: its end is told, although it came while it was pending again', async () => {
  const { desk, phase, told } = await lengthened('30m');
  desk.look();
  desk.price(1, 30);
  desk.look();
  expect(phase()).toBe('ok');
  expect(told()).toHaveLength(2);
  expect(told()[1]).toMatch(/^resolved: /);
});

it('F65: nothing that is not known ends it, nor loses sight of it', async () => {
  const { desk, phase, told } = await lengthened('6h');
  for (let times = 0; times < 6; times++) desk.look({ completeness: 'failed' });
  expect(phase()).toBe('pending');
  expect(told()).toHaveLength(1);
});

it('F65: what began under a silence and is pending again is told at the end of the silence', async () => {
  const desk = await openAlertDesk({ rule: QUICK });
  const pool = desk.pool(30);
  desk.look();
  const now = desk.now();
  const silence = { matchers: { rule: 'p5 moves' }, author: 'ada', comment: 'known', createdAt: now };
  writeTransaction(desk.db, () => insertSilence(desk.db, { ...silence, startsAt: now, endsAt: now + HOUR }));
  desk.price(pool, 36);
  desk.look();
  desk.configure({ rules: [{ ...desk.rule, for: '6h' }] });
  expect(desk.outbox()).toEqual([]);
  desk.pass(HOUR);
  sweepAlerts(desk.db, desk.now());
  expect(desk.outbox().map(({ kind }) => kind)).toEqual(['firing']);
});

it('F65: the time in which nobody looked does not count as held', async () => {
  const desk = await firedDesk({ rule: QUICK });
  desk.pass(10 * HOUR);
  desk.look();
  desk.configure({ rules: [{ ...desk.rule, for: '30m' }] });
  expect(listAlerts(desk.db, { limit: 1 })[0]?.phase).toBe('pending');
});

it('F65: what has held for long enough already goes on firing', async () => {
  const desk = await firedDesk({ rule: QUICK });
  for (let passed = 0; passed < 40 * 60_000; passed += INTERVAL) desk.look();
  desk.configure({ rules: [{ ...desk.rule, for: '30m' }] });
  expect(listAlerts(desk.db, { limit: 1 })[0]?.phase).toBe('firing');
  expect(desk.outbox()).toHaveLength(1);
});

it('F65: a rule that is removed meanwhile tells the end with the reason', async () => {
  const { desk, told } = await lengthened('30m');
  desk.configure({ rules: [] });
  expect(told()[1]).toMatch(/^resolved: .*switched off/);
});
