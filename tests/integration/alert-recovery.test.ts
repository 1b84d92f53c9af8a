import { describe, expect, it } from 'vitest';
import { listAlerts } from '#db/queries/alerts.ts';
import { listChannels } from '#db/queries/channels.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { firedDesk } from '#tests/helpers/alert-desk.ts';
import { aPool } from '#tests/helpers/market.ts';

type Desk = Awaited<ReturnType<typeof firedDesk>>;
const GONE = { status: 403, body: 'channel_is_archived' };
const states = (desk: Desk) => desk.outbox().map((delivery) => delivery.state);
const all = (message: { body: unknown } | undefined) => JSON.stringify(message?.body ?? '');
const risen = (desk: Desk) => [[desk.now() - 40 * DAY, 1] as const, [desk.now(), 2] as const];
const openTypes = (desk: Desk) =>
  listAlerts(desk.db, { limit: 99 })
    .filter((alert) => alert.phase !== 'ok')
    .map((alert) => alert.labels.type);

/** A desk whose channel has just answered that it is archived; a second notice waits. */
async function brokenDesk(setup: Parameters<typeof firedDesk>[0] = {}) {
  const desk = await firedDesk(setup);
  desk.slack.answer(GONE);
  await desk.deliver();
  desk.price(desk.poolId, 20);
  desk.look();
  expect(states(desk)).toEqual(['parked', 'parked']);
  return desk;
}

describe('a channel that was archived', () => {
  it('F51: and is brought back: all that was kept goes out when the jobs are started again', async () => {
    const desk = await brokenDesk();
    desk.configure({});
    expect(listChannels(desk.db)).toMatchObject([{ state: 'ok', stateReason: null }]);
    await desk.deliverFor(MINUTE);
    expect(states(desk)).toEqual(['delivered', 'delivered']);
    expect(all(desk.slack.received.at(-1))).toContain('the channel was broken');
  });

  it('and is brought back: all that was kept goes out within half an hour, with nobody at hand', async () => {
    const desk = await brokenDesk();
    await desk.deliverFor(31 * MINUTE);
    expect(states(desk)).toEqual(['delivered', 'delivered']);
    expect(desk.slack.received).toHaveLength(2);
    expect(listChannels(desk.db)).toMatchObject([{ state: 'ok' }]);
    aPool(desk.db, { zoneId: 'use1-az1', points: risen(desk) });
    desk.look();
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
  });

  it('and stays so gets one call every half hour, and everything is kept for as long as it takes', async () => {
    const desk = await brokenDesk();
    desk.slack.answer(...Array(96).fill(GONE));
    await desk.deliverFor(2 * DAY - MINUTE);
    expect(desk.slack.received).toHaveLength(1 + 96);
    expect(states(desk)).toEqual(['parked', 'parked']);
    await desk.deliverFor(HOUR);
    expect(states(desk)).toEqual(['delivered', 'delivered']);
  });

  it.each([
    ['does not answer', { status: 503 }],
    ['takes the message and hangs up', { cut: true }],
    ['asks for a pause', { status: 429, headers: { 'retry-after': '30' } }],
    ['answers as something else', { body: '<html>captive portal</html>' }],
  ])('keeps everything when the receiver %s', async (_, answer) => {
    const desk = await brokenDesk();
    desk.slack.answer(...Array(96).fill(GONE), ...Array(4).fill(answer), GONE);
    await desk.deliverFor(2 * DAY + 2.5 * HOUR);
    expect(desk.slack.received.length).toBeGreaterThanOrEqual(1 + 97);
    expect(listChannels(desk.db)).toMatchObject([{ state: 'broken' }]);
    expect(states(desk)).toEqual(['parked', 'parked']);
    await desk.deliverFor(HOUR);
    expect(states(desk)).toEqual(['delivered', 'delivered']);
  });

  it('is told in plain text when the first call refuses the form', async () => {
    const desk = await brokenDesk();
    desk.slack.answer({ status: 400, body: 'invalid_blocks' });
    await desk.deliverFor(HOUR);
    expect(states(desk)).toEqual(['delivered', 'delivered']);
    expect(desk.slack.received[2]?.body.blocks).toBeUndefined();
  });

  it('is tried with critical news first, and the others follow', async () => {
    const rules = ['normal', 'critical'].map((severity) => ({
      name: severity,
      kind: 'spot-price-move',
      severity,
      channels: ['desk'],
      when: { moves: { percent: 10 } },
    }));
    const desk = await firedDesk({ rules });
    desk.slack.answer(GONE);
    await desk.deliver();
    await desk.deliverFor(31 * MINUTE);
    expect(all(desk.slack.received[1])).toContain('“critical”');
    expect(states(desk)).toEqual(['delivered', 'delivered']);
  });
});

describe('a clock that is set back by two hours', () => {
  it('right after a delivery does not hold up the next one', async () => {
    const desk = await firedDesk();
    await desk.deliver();
    desk.setBack(2 * HOUR);
    desk.price(desk.poolId, 20);
    desk.look();
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
  });

  it('while a message waits to be tried again does not keep it waiting', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ status: 500 });
    await desk.deliver();
    desk.setBack(2 * HOUR);
    desk.pass(5 * SECOND);
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
  });

  it('while the channel rests does not make it rest for longer', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ status: 429, headers: { 'retry-after': '600' } });
    await desk.deliver();
    desk.setBack(2 * HOUR);
    desk.pass(10 * MINUTE);
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
  });

  it('after a worker died in the middle of a call does not keep its message from being repeated', async () => {
    const desk = await firedDesk();
    void desk.deliverer({ send: () => new Promise(() => {}) }).deliverDue();
    await expect.poll(() => states(desk)).toEqual(['sending']);
    desk.setBack(2 * HOUR);
    expect(await desk.deliver()).toMatchObject({ delivered: 1 });
    expect(all(desk.slack.received[0])).toContain('may repeat an earlier message');
  });
});

describe('an alert about what is no longer watched', () => {
  it.each([
    ['type', { types: ['g6*'] }],
    ['region', { regions: ['us-west-2'] }],
    ['product', { products: ['Windows'] }],
  ])('ends when its %s is taken off the watch list, and its channel is told why', async (_, watch) => {
    const desk = await firedDesk();
    await desk.deliver();
    expect(desk.configure({ watch })).toMatchObject({ closed: 1, changed: 0, disabled: 0 });
    expect(openTypes(desk)).toEqual([]);
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toHaveLength(2);
    expect(all(desk.slack.received[1])).toContain('no longer watched');
    expect(desk.configure({ watch })).toMatchObject({ closed: 0 });
  });

  it('leaves the others alone', async () => {
    const desk = await firedDesk();
    aPool(desk.db, { type: 'g6.xlarge', points: risen(desk) });
    desk.look();
    expect(openTypes(desk).sort()).toEqual(['g6.xlarge', 'p5.48xlarge']);
    const watch = { types: ['p5*'], regions: ['us-east-1'], products: ['Linux/UNIX'] };
    expect(desk.configure({ watch })).toMatchObject({ closed: 1 });
    expect(openTypes(desk)).toEqual(['p5.48xlarge']);
  });
});

describe('a rule that tells another channel from now on', () => {
  const both = (desk: Desk) => [
    { name: 'desk', kind: 'slack', webhookUrl: desk.slack.address() },
    { name: 'other', kind: 'slack', webhookUrl: desk.slack.address('T2/B2/other') },
  ];
  const paths = (desk: Desk) => desk.slack.received.map((message) => message.path.split('/')[2]);
  const quick = { keepFiring: '0s', resolveEvals: 1 };

  it('still tells the first one that what it told of is over', async () => {
    const desk = await firedDesk({ rule: quick });
    await desk.deliver();
    desk.configure({ channels: both(desk), rules: [{ ...desk.rule, channels: ['other'] }] });
    desk.price(desk.poolId, 30);
    expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 2 });
    await desk.deliverFor(MINUTE);
    expect(paths(desk).sort()).toEqual(['T1', 'T1', 'T2']);
    desk.price(desk.poolId, 60);
    expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 1 });
  });

  it('tells nobody whose channel has been removed', async () => {
    const desk = await firedDesk({ rule: quick });
    await desk.deliver();
    const channels = both(desk).slice(1);
    desk.configure({ channels, rules: [{ ...desk.rule, channels: ['other'] }] });
    desk.price(desk.poolId, 30);
    expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 1 });
  });
});
