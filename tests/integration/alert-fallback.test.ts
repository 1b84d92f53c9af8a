import { expect, test } from 'vitest';
import { sweepAlerts } from '#jobs/pipeline/sweep.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { aType } from '#tests/helpers/market.ts';
import { openSinks } from '#tests/helpers/sinks.ts';

const GONE = { status: 404, body: 'no_service' };
const DEAR = {
  ...{ name: 'dear', kind: 'spot-price-level', severity: 'critical', keepFiring: '0s', resolveEvals: 1 },
  ...{ channels: ['pager'], when: { above: { usdPerHour: '35' } } },
};
const BEGUN = 'p5.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h';
const OVER = 'p5.48xlarge in us-east-1 (use1-az4): over, now $30.00/h ($3.75 per H100-hour)';
const MEANT = 'meant for pager, which is broken: ';

/** One pool at 30 dollars, a rule that tells the pager, and `spare` as the fallback. */
async function openDesk(rule: object = {}, fallback: 'spare' | 'other' = 'spare') {
  const { channels, sinks, fresh, meant } = await openSinks('pager', 'spare', 'other');
  // What the desk says of its own channels is another matter: see watch.test.ts.
  const rules = [{ ...DEAR, ...rule }];
  const desk = await openAlertDesk({ channels, rules, fallback });
  aType(desk.db);
  const pool = desk.pool(30);
  desk.look();
  const price = (usd: number) => {
    desk.price(pool, usd);
    desk.look();
  };
  const deliver = async () => {
    await desk.deliverFor(MINUTE);
    return fresh();
  };
  /** A round of the watch, and what arrives then. */
  const sweep = async () => {
    const { diverted } = sweepAlerts(desk.db, desk.now());
    return { diverted, ...(await deliver()) };
  };
  return { desk, sinks, price, deliver, sweep, meant, rules };
}

const NOTHING = { diverted: 0, pager: [], spare: [], other: [] };

test('what is critical and kept for a broken channel is told by the fallback, once, and says whom it was meant for', async () => {
  const { desk, sinks, price, deliver, sweep, meant } = await openDesk();
  sinks.pager.answer(GONE);
  price(36);
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [], other: [] });
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [BEGUN] });
  expect(meant('spare')).toEqual([expect.stringMatching(`^${MEANT}.+`)]);
  expect(await sweep()).toEqual(NOTHING);
  expect(desk.outbox().map(({ channel, state }) => [channel, state])).toEqual([
    ['pager', 'parked'],
    ['spare', 'delivered'],
  ]);
});
