import { expect, test } from 'vitest';
import { openDatabase } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { listRuns } from '#db/queries/runs.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { wallClock } from '../helpers/wall-clock.ts';
import { end, NEWS, openWorkerDesk, type WorkerDesk } from '../helpers/worker-desk.ts';

const looks = (desk: WorkerDesk) => desk.runs('spot-price').filter(({ state }) => state !== 'running').length;
const phases = (desk: WorkerDesk) => [...new Set(listAlerts(desk.db, { limit: 99 }).map((one) => one.phase))];
/** The slots of a job that went by while nobody could run it. */
const missed = (desk: WorkerDesk, job: string) =>
  listRuns(desk.db, 1000)
    .filter((run) => run.job === job && run.state === 'skipped')
    .map((run) => (JSON.parse(run.countsJson ?? '{}') as { slots: number }).slots);

async function nextLook(desk: WorkerDesk, act: () => void): Promise<void> {
  const before = looks(desk);
  act();
  await desk.until(() => looks(desk) > before);
}

test('F25, F26: a wall clock that steps two hours back, a month on and back again stops no job and repeats no news', async () => {
  const clock = wallClock();
  const speed = 120;
  const desk = await openWorkerDesk({ env: clock.env, speed });
  const step = (by: number) => nextLook(desk, () => clock.set(by / speed));
  const worker = desk.start();
  await desk.until(() => desk.told().length === 1 && looks(desk) > 1);
  await step(-2 * HOUR);
  expect(desk.told()).toEqual([NEWS]);

  await step(30 * DAY);
  await desk.until(() => desk.told().length > 1);
  // One look for a month of slots, and one reminder for a month of reminders.
  const [slots, ...more] = missed(desk, 'spot-price');
  expect(more).toEqual([]);
  expect(slots).toBeGreaterThan(29 * (DAY / (5 * MINUTE)));
  await step(-30 * DAY);
  await nextLook(desk, () => {});
  expect(await end(worker, 'SIGTERM')).toMatchObject({ code: 0 });
  expect(desk.told()).toEqual([NEWS, expect.stringMatching(/^\[simulated market\] Still firing: /)]);
  expect(desk.outbox().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});

test('F24: a worker that was stopped for two hours looks once, and its absence counts for no `for`', async () => {
  const clock = wallClock();
  const desk = await openWorkerDesk({ env: clock.env, rule: { for: '30m' } });
  const worker = desk.start();
  await desk.until(() => looks(desk) > 1);
  expect(phases(desk)).toEqual(['pending']);
  const before = looks(desk);
  worker.child.kill('SIGSTOP');
  clock.set(2 * HOUR);
  await nextLook(desk, () => worker.child.kill('SIGCONT'));
  expect(missed(desk, 'spot-price')).toEqual([23]);
  expect(looks(desk)).toBe(before + 1);
  expect(phases(desk)).toEqual(['pending']);
  expect(desk.outbox()).toEqual([]);
  // Two intervals at most count for each step: it takes two more.
  await nextLook(desk, () => clock.set(10 * MINUTE));
  expect(phases(desk)).toEqual(['pending']);
  await nextLook(desk, () => clock.set(10 * MINUTE));
  await desk.until(() => desk.told().length > 0);
  expect(await end(worker, 'SIGTERM')).toMatchObject({ code: 0 });
  expect(phases(desk)).toEqual(['firing']);
  expect(desk.told()).toEqual([NEWS]);
});

test('F8: while another program holds the write lock pages can be read; afterwards all is told, once', async () => {
  const desk = await openWorkerDesk({ speed: 60 });
  const looking = desk.asked('DescribeSpotPriceHistory');
  const worker = desk.start();
  await looking;
  desk.db.sqlite.exec('BEGIN IMMEDIATE');
  const web = openDatabase(desk.db.path, 'web');
  expect(listAlerts(web, { limit: 9 })).toEqual([]);
  // A page that had to write would wait for no longer.
  expect(web.sqlite.pragma('busy_timeout', { simple: true })).toBe(1500);
  web.sqlite.close();
  await desk.until(() => worker.said().includes('database is locked'));
  expect(desk.told()).toEqual([]);
  desk.db.sqlite.exec('COMMIT');
  await desk.until(() => desk.told().length > 0);
  await nextLook(desk, () => {});
  expect(await end(worker, 'SIGTERM')).toMatchObject({ code: 0 });
  expect(desk.told()).toEqual([NEWS]);
  expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  expect(listRuns(desk.db, 1000).filter(({ state }) => state === 'running')).toEqual([]);
});
