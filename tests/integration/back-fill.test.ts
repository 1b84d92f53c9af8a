import { expect, onTestFinished, test } from 'vitest';
import { listCoverage } from '#db/queries/targets.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { startStandIn } from '#tests/stand-in/index.ts';
import { openDesk } from '../helpers/desk.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const WEST = { service: 'ec2', action: 'DescribeSpotPriceHistory', region: 'us-west-2' };

async function openWest() {
  const standIn = await startStandIn({
    source: { kind: 'market', seed: 3 },
    now: () => NOW,
    throttle: false,
  });
  onTestFinished(() => standIn.close());
  const desk = openDesk({
    url: standIn.url,
    now: NOW,
    watch: { regions: ['us-west-2'], types: ['p5*', 'g6.*'] },
  });
  const goTo = (now: number) => {
    standIn.setNow(() => now);
    desk.setNow(now);
  };
  const target = () =>
    desk.db.sqlite
      .prepare("SELECT id FROM target WHERE collector = 'spot-price' AND current = 1")
      .pluck()
      .get() as number;
  const known = () => listCoverage(desk.db, target());
  return { standIn, desk, goTo, known };
}

test('a window with a record that cannot be read does not keep older ones from being filled, and is tried again later', async () => {
  const { standIn, desk, goTo, known } = await openWest();
  await desk.run('spot-price');
  standIn.faults.add({ ...WEST, kind: 'bad-price', value: 'abc' });
  expect((await desk.run('spot-history')).state).toBe('partial');
  expect(known()).toHaveLength(2);
  expect(known()[0]?.from).toBe(NOW - 90 * DAY);
  expect(desk.context.watch.regions).toHaveLength(1);
  goTo(NOW + 2 * MINUTE);
  expect((await desk.run('spot-history')).state).toBe('ok');
  expect(known()).toHaveLength(1);
});

test('a region that refuses the back-fill is not asked for it every minute', async () => {
  const { standIn, desk, goTo } = await openWest();
  await desk.run('spot-price');
  standIn.faults.add({ ...WEST, kind: 'denied', times: Number.POSITIVE_INFINITY });
  const calls = () => standIn.requests.filter((one) => one.action === 'DescribeSpotPriceHistory').length;
  for (let minute = 0; minute < 4; minute++) {
    goTo(NOW + minute * MINUTE);
    await desk.run('spot-history');
  }
  const after = calls();
  for (let minute = 4; minute < 60; minute++) {
    goTo(NOW + minute * MINUTE);
    await desk.run('spot-history');
  }
  expect(calls() - after).toBeLessThan(45);
});

test('an empty answer for a hole is not believed before it has come three times', async () => {
  const { standIn, desk, goTo } = await openWest();
  await desk.run('spot-price');
  await desk.run('spot-history');
  goTo(NOW + 20 * HOUR);
  await desk.run('spot-price');
  standIn.faults.add({ ...WEST, kind: 'empty-set' });
  expect((await desk.run('spot-history')).state).toBe('ok');
  const ends = desk.db.sqlite.prepare('SELECT count(*) FROM point WHERE value IS NULL').pluck().get();
  expect(ends).toBe(0);
});

test('what a clock that ran ahead claimed to know is taken back', async () => {
  const { desk, goTo, known } = await openWest();
  await desk.run('spot-price');
  desk.setNow(NOW + 5 * HOUR);
  await desk.run('spot-price');
  expect(known().at(-1)?.to).toBe(NOW + 5 * HOUR);
  goTo(NOW + 10 * MINUTE);
  await desk.run('spot-price');
  expect(known().at(-1)?.to).toBe(NOW + 10 * MINUTE);
});
