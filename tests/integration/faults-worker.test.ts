import { expect, test } from 'vitest';
import { MINUTE } from '#lib/domain/time.ts';
import { wallClock } from '../helpers/wall-clock.ts';
import { end, NEWS, openWorkerDesk } from '../helpers/worker-desk.ts';

const SPOT = { service: 'ec2', action: 'DescribeSpotPriceHistory' };
const SLACK = 'PostWebhook';

test('F2, F64: a worker killed between the commit and the first send tells it once after its restart, with no web process at all', async () => {
  const clock = wallClock();
  // What is not critical gathers for ten seconds: the kill comes while it does.
  const desk = await openWorkerDesk({ rule: { severity: 'normal' }, env: clock.env });
  const first = desk.start();
  await desk.until(() => desk.outbox().length > 0);
  await end(first, 'SIGKILL');
  expect(desk.outbox()).toMatchObject([{ kind: 'firing', state: 'queued', attempts: 0 }]);
  expect(desk.told()).toEqual([]);

  clock.set(MINUTE);
  const second = desk.start();
  await desk.until(() => desk.outbox()[0]?.state === 'delivered');
  expect(await end(second, 'SIGTERM')).toMatchObject({ code: 0 });
  expect(desk.told()).toEqual([NEWS]);
  expect(JSON.stringify(desk.standIn.slack)).not.toContain('may repeat');
  expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
});

test('F3: a worker killed after the message left sends it again under the same id, and says that it may repeat', async () => {
  const clock = wallClock();
  const desk = await openWorkerDesk({ env: clock.env });
  desk.standIn.faults.add({ service: 'slack', kind: 'hang' });
  const left = desk.asked(SLACK);
  const first = desk.start();
  await left;
  await end(first, 'SIGKILL');
  expect(desk.outbox()).toMatchObject([{ state: 'sending' }]);

  clock.set(MINUTE);
  const second = desk.start();
  await desk.until(() => desk.outbox()[0]?.state === 'delivered');
  expect(await end(second, 'SIGTERM')).toMatchObject({ code: 0 });
  expect(desk.told()).toEqual([NEWS, NEWS]);
  const [before, after] = desk.ids();
  expect(before).toMatch(/^[0-9a-f]{8}$/);
  expect(after).toBe(before);
  const repeats = desk.standIn.slack.map((one) => JSON.stringify(one).includes('may repeat an earlier'));
  expect(repeats).toEqual([false, true]);
});

test('F4, F5: told to stop, a worker drops the look it is at and waits for the answer to the message it is sending', async () => {
  const desk = await openWorkerDesk();
  const hang = desk.standIn.faults.add({ ...SPOT, kind: 'hang', times: Number.POSITIVE_INFINITY });
  const looking = desk.asked(SPOT.action);
  const first = desk.start();
  await looking;
  expect(await end(first, 'SIGTERM')).toMatchObject({ code: 0, signal: null });
  expect(desk.runs('spot-price').map(({ state }) => state)).toEqual(['ok', 'aborted']);
  expect(desk.outbox()).toEqual([]);

  hang.remove();
  desk.standIn.faults.add({ service: 'slack', kind: 'delay', ms: 1500 });
  const sending = desk.asked(SLACK);
  const second = desk.start();
  await sending;
  expect(await end(second, 'SIGTERM')).toMatchObject({ code: 0, signal: null });
  expect(desk.told()).toEqual([NEWS]);
  expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 1, ambiguous: false }]);
});
