import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Watch } from '#jobs/watch.ts';
import { summary } from '#lib/alerts/wording.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '#tests/helpers/alert-desk.ts';

test('a rule that has more to tell than its limit says so once, and when it is well again', async () => {
  const desk = await openAlertDesk();
  const clock = { now: desk.now, speed: 1 };
  const watch = new Watch({ db: desk.db, clock, simulated: false, log: pino({ level: 'silent' }) });
  const pools = Array.from({ length: 503 }, (_, i) => desk.pool(30, { type: `p5.${i}xlarge` }));
  for (const pool of pools) desk.price(pool, 36);
  const told = () =>
    desk
      .outbox()
      .map(({ kind, notice }) => `${kind}: ${notice === undefined ? '' : summary(notice)}`)
      .filter((line) => line.includes('rule “'));
  for (let looks = 0; looks < 3; looks++) {
    desk.look();
    watch.round();
  }
  expect(told()).toEqual(['firing: rule “p5 moves” is not evaluated in full']);
  for (const pool of pools) desk.price(pool, 30);
  for (let passed = 0; passed < 2.5 * HOUR; passed += 5 * MINUTE) {
    desk.look();
    watch.round();
  }
  expect(told()).toEqual([
    'firing: rule “p5 moves” is not evaluated in full',
    'resolved: rule “p5 moves” is evaluated in full again',
  ]);
});
