import { expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { block, only, openBlockDesk } from '../helpers/block-desk.ts';
import { NOW } from '../helpers/faulty-desk.ts';

test('an offer that has been gone for more than 400 days goes with its fees; its price stays in the series', async () => {
  const desk = await openBlockDesk();
  const count = (table: string) => desk.db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  desk.answer(
    only(48, (input) => [block(input, NOW + 3 * DAY), block(input, NOW + 40 * DAY, { usdPerHour: 31 })]),
  );
  await desk.sweep();
  desk.answer(only(48, (input) => [block(input, NOW + 40 * DAY, { usdPerHour: 31 })]));
  await desk.later(30);
  const points = count('point');
  expect([count('offer'), count('offer_fee')]).toEqual([2, 2]);
  await desk.run('spot-price');
  const gone = desk.now();
  desk.setNow(gone + 399 * DAY);
  await desk.run('retain');
  expect(count('offer')).toBe(2);
  desk.setNow(gone + 400 * DAY + HOUR);
  await desk.run('retain');
  // One that was never seen to go is still there: nobody has looked since.
  expect([count('offer'), count('offer_fee')]).toEqual([1, 1]);
  expect(count('point')).toBeGreaterThanOrEqual(Number(points));
});
