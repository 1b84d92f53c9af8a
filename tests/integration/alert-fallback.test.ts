import { expect, test } from 'vitest';
import { insertSilence } from '#db/queries/silences.ts';
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
const BEGUN =
  'p5.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h';
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

/** A desk whose pager is gone, and whose fallback has been told what was meant for it. */
async function divertedDesk(rule: object = {}) {
  const opened = await openDesk(rule);
  opened.sinks.pager.answer(GONE);
  opened.price(36);
  await opened.deliver();
  expect(await opened.sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [BEGUN] });
  return opened;
}

test('the end of what the fallback was told is told there once too, and the channel gets all of it when it is mended', async () => {
  const { desk, price, deliver, sweep, meant, rules } = await divertedDesk();
  price(30);
  expect(await sweep()).toEqual({ ...NOTHING, spare: [OVER] });
  expect(await sweep()).toEqual(NOTHING);
  expect(meant('spare')[1]).toBeNull();
  desk.configure({ rules, fallback: 'spare' });
  const [merged, ...others] = (await deliver()).pager;
  expect(merged).toContain(`Already over: ${BEGUN}`);
  expect(merged).toContain(OVER);
  expect(others).toEqual([]);
  expect(await sweep()).toEqual(NOTHING);
  price(36);
  expect(await sweep()).toEqual({ ...NOTHING, pager: [BEGUN] });
});

test('what began and ended before anybody looked is told in that order', async () => {
  const { sinks, price, deliver, sweep, meant } = await openDesk();
  sinks.pager.answer(GONE);
  price(36);
  await deliver();
  price(30);
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 2, spare: [BEGUN, OVER] });
  expect(meant('spare')).toEqual(Array(2).fill(expect.stringContaining(MEANT)));
  expect(await sweep()).toEqual(NOTHING);
});

test('once each, though the jobs start anew and the channel is found broken again', async () => {
  const { desk, sinks, price, deliver, sweep, rules } = await openDesk();
  sinks.pager.answer(GONE, GONE, GONE);
  price(36);
  await deliver();
  // The round ends, and the process with it, before anything has left.
  sweepAlerts(desk.db, desk.now());
  for (let start = 0; start < 2; start++) {
    desk.configure({ rules, fallback: 'spare' });
    sweepAlerts(desk.db, desk.now());
    expect(await deliver()).toEqual({ pager: [BEGUN], spare: start === 0 ? [BEGUN] : [], other: [] });
    expect(await sweep()).toEqual(NOTHING);
  }
});

test('what arrived before the channel broke is not told again', async () => {
  const { sinks, price, deliver, sweep } = await openDesk();
  price(36);
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [], other: [] });
  sinks.pager.answer(GONE);
  price(30);
  expect(await deliver()).toEqual({ pager: [OVER], spare: [], other: [] });
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [OVER] });
});

test('only what is critical is diverted', async () => {
  const { sinks, price, deliver, sweep } = await openDesk({ severity: 'normal' });
  sinks.pager.answer(GONE);
  price(36);
  expect(await deliver()).toMatchObject({ pager: [BEGUN] });
  expect(await sweep()).toEqual(NOTHING);
});

test('what the fallback hears anyway is not told it twice', async () => {
  const { sinks, price, deliver, sweep } = await openDesk({ channels: ['pager', 'spare'] });
  sinks.pager.answer(GONE);
  price(36);
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [BEGUN], other: [] });
  price(30);
  expect(await sweep()).toEqual({ ...NOTHING, spare: [OVER] });
});

test('of two broken channels each message is told, and the end of both once', async () => {
  const { sinks, price, deliver, sweep, meant } = await openDesk({ channels: ['pager', 'other'] });
  sinks.pager.answer(GONE);
  sinks.other.answer({ status: 429, headers: { 'retry-after': '100' } }, GONE);
  price(36);
  await deliver();
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [BEGUN], other: [BEGUN] });
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [BEGUN] });
  expect(meant('spare')).toEqual([
    expect.stringContaining('meant for pager,'),
    expect.stringContaining('meant for other,'),
  ]);
  price(30);
  expect(await sweep()).toEqual({ ...NOTHING, spare: [OVER] });
});

test('what is for the fallback itself goes nowhere else', async () => {
  const { desk, sinks, price, deliver, sweep } = await openDesk({ channels: ['spare'] });
  sinks.spare.answer(GONE);
  price(36);
  expect(await deliver()).toEqual({ pager: [], spare: [BEGUN], other: [] });
  expect(await sweep()).toEqual(NOTHING);
  expect(desk.outbox()).toHaveLength(1);
});

test('a fallback that is broken in its turn keeps its copies, and a new one is told them', async () => {
  const { desk, sinks, price, deliver, sweep, meant, rules } = await openDesk();
  sinks.pager.answer(...Array(4).fill(GONE));
  sinks.spare.answer(...Array(4).fill(GONE));
  price(36);
  await deliver();
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, spare: [BEGUN] });
  expect(await sweep()).toEqual(NOTHING);
  desk.configure({ rules, fallback: 'other' });
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [BEGUN], other: [] });
  expect(await sweep()).toEqual({ ...NOTHING, diverted: 1, other: [BEGUN] });
  expect(meant('other')).toEqual([expect.stringContaining(MEANT)]);
  // And back again: nothing goes round.
  desk.configure({ rules, fallback: 'spare' });
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [BEGUN], other: [] });
  expect(await sweep()).toEqual(NOTHING);
});

test('a new fallback is not told what the one before it has told', async () => {
  const { desk, sinks, deliver, sweep, rules } = await divertedDesk();
  sinks.pager.answer(GONE);
  desk.configure({ rules, fallback: 'other' });
  expect(await deliver()).toEqual({ pager: [BEGUN], spare: [], other: [] });
  expect(await sweep()).toEqual(NOTHING);
});

test('without a fallback nothing is diverted any more', async () => {
  const { desk, sinks, price, deliver, sweep, rules } = await openDesk();
  desk.configure({ rules, fallback: undefined });
  sinks.pager.answer(GONE);
  price(36);
  await deliver();
  expect(await sweep()).toEqual(NOTHING);
});

test('a copy keeps what the message had to say besides', async () => {
  const { desk, sinks, price, deliver, sweep, meant } = await openDesk();
  insertSilence(desk.db, {
    ...{ matchers: { rule: 'dear' }, author: 'ada', comment: 'we know' },
    ...{ createdAt: desk.now(), startsAt: desk.now(), endsAt: desk.now() + HOUR },
  });
  price(36);
  desk.pass(HOUR);
  sinks.pager.answer(GONE);
  sweepAlerts(desk.db, desk.now());
  await deliver();
  expect(await sweep()).toMatchObject({ diverted: 1, spare: [BEGUN] });
  expect(meant('spare')).toEqual([expect.stringMatching(`^${MEANT}.+ · was silenced by ada: we know`)]);
});
