import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listChannels } from '#db/queries/channels.ts';
import { post } from '#jobs/send/http.ts';
import type { OutgoingRequest } from '#lib/channels/types.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { startReceivers } from '#tests/helpers/receivers.ts';

const SECRET = 'correct-horse-battery-staple-0123456789';
const KEY = 'R0123456789012345678901234567abc';

type Receivers = Awaited<ReturnType<typeof startReceivers>>;
const hookOf = ({ base }: Receivers) => ({
  name: 'desk',
  kind: 'webhook',
  url: `${base}/hook?token=topsecret`,
  secret: SECRET,
});
const pagerOf = ({ base }: Receivers) => ({
  name: 'desk',
  kind: 'pagerduty',
  routingKey: KEY,
  eventsUrl: `${base}/v2/enqueue`,
});
const managerOf = ({ base }: Receivers) => ({ name: 'desk', kind: 'alertmanager', url: `${base}/am/` });

type Desk = Awaited<ReturnType<typeof openAlertDesk>>;

/** Looks for as long as an alert that is over needs to end. */
async function lookOn(desk: Desk) {
  for (let i = 0; i < 8; i++) desk.look();
  await desk.deliverFor(MINUTE);
}

/** Pools that have just risen together by a fifth, told to the channel. */
async function risen(count: number, channel: (receivers: Receivers) => object) {
  const receivers = await startReceivers();
  const desk = await openAlertDesk({ channels: [channel(receivers)] });
  const pools = Array.from({ length: count }, (_, i) => desk.pool(30, { type: `p5.${i}xlarge` }));
  desk.look();
  for (const pool of pools) desk.price(pool, 36);
  desk.look();
  await desk.deliverFor(MINUTE);
  return { receivers, desk, pools };
}

describe('a webhook', () => {
  it('is told of the beginning and of the end, each signed so that the receiver can tell it is ours', async () => {
    const receivers = await startReceivers();
    const desk = await firedDesk({ channels: [hookOf(receivers)] });
    await desk.deliverFor(MINUTE);
    desk.price(desk.poolId, 30);
    await lookOn(desk);
    expect(receivers.calls.map(({ raw }) => JSON.parse(raw).kind)).toEqual(['firing', 'resolved']);
    for (const { headers, raw } of receivers.calls) {
      const signed = `${headers['chipdesk-timestamp']}.${raw}`;
      expect(headers['chipdesk-signature']).toBe(
        `v1=${createHmac('sha256', SECRET).update(signed).digest('hex')}`,
      );
      expect(Math.abs(Number(headers['chipdesk-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
      expect(headers['chipdesk-notice']).toBe(JSON.parse(raw).noticeId);
    }
    expect(JSON.parse(receivers.calls[0]?.raw ?? '')).toMatchObject({
      version: 1,
      rule: { name: 'p5 moves', severity: 'normal' },
      text: expect.stringMatching(/^p5\.48xlarge in us-east-1 \(use1-az4\) rose 20\.0 %/),
      members: [{ facts: { topic: 'spot-price', type: 'p5.48xlarge', priceMicro: 36_000_000 } }],
    });
    expect(JSON.stringify([desk.outbox(), listChannels(desk.db)])).not.toMatch(/topsecret|correct-horse/);
  });

  it('F54: that redirects is not followed, and the channel says that it has to be mended', async () => {
    const receivers = await startReceivers();
    const elsewhere = await startReceivers();
    receivers.answer({ status: 302, headers: { location: `${elsewhere.base}/hook` } });
    const desk = await firedDesk({ channels: [hookOf(receivers)] });
    await desk.deliverFor(MINUTE);
    expect(elsewhere.calls).toEqual([]);
    expect(desk.outbox()).toMatchObject([{ state: 'parked' }]);
  });

  it('whose name leads into a private network is not called, and its messages are kept', async () => {
    const receivers = await startReceivers();
    const channel = { ...hookOf(receivers), url: 'https://hooks.example.com/topsecret' };
    const desk = await firedDesk({ channels: [channel] });
    const inside = desk.deliverer({
      send: (request) =>
        post(request as OutgoingRequest, 1000, (_name, answer) =>
          answer(null, [{ address: '10.0.0.1', family: 4 }]),
        ),
    });
    await inside.deliverDue();
    expect(desk.outbox()).toMatchObject([
      { state: 'parked', lastErrorClass: 'config', log: [{ detail: 'address blocked: private network' }] },
    ]);
    expect(listChannels(desk.db)).toMatchObject([{ state: 'broken' }]);
  });
});

describe('PagerDuty', () => {
  it('has one incident for a notice, closed when it is over', async () => {
    const { receivers, desk, pools } = await risen(1, pagerOf);
    expect([...receivers.incidents.values()]).toEqual(['open']);
    desk.price(pools[0] ?? 0, 30);
    await lookOn(desk);
    expect([...receivers.incidents.values()]).toEqual(['closed']);
    expect(receivers.calls).toHaveLength(2);
    expect(JSON.stringify([desk.outbox(), listChannels(desk.db)])).not.toContain(KEY);
  });

  it('keeps the incident of many open until the last of them is over, however many it shows', async () => {
    const { receivers, desk, pools } = await risen(25, pagerOf);
    expect([...receivers.incidents.values()]).toEqual(['open']);
    for (const pool of pools.slice(1)) desk.price(pool, 30);
    await lookOn(desk);
    expect(desk.outbox()).toMatchObject([{ kind: 'firing' }, { kind: 'resolved', state: 'delivered' }]);
    expect([...receivers.incidents.values()]).toEqual(['open']);
    desk.price(pools[0] ?? 0, 30);
    await lookOn(desk);
    expect([...receivers.incidents.values()]).toEqual(['closed']);
  });

  it('closes every incident that one end is the end of, and after a pause goes on where it was', async () => {
    const { receivers, desk, pools } = await risen(1, pagerOf);
    for (const type of ['p5.8xlarge', 'p5.9xlarge']) {
      const pool = desk.pool(30, { type });
      desk.look();
      desk.price(pool, 36);
      pools.push(pool);
      desk.look();
      await desk.deliverFor(MINUTE);
    }
    expect([...receivers.incidents.values()]).toEqual(['open', 'open', 'open']);
    for (const pool of pools) desk.price(pool, 30);
    for (let i = 0; i < 8; i++) desk.look();
    const before = receivers.calls.length;
    await desk.deliver();
    await desk.deliverFor(MINUTE);
    expect([...receivers.incidents.values()]).toEqual(['closed', 'closed', 'closed']);
    expect(receivers.calls.length - before).toBe(3);
  });

  it('asked for a pause in the midst of a message does not hear the first part again', async () => {
    const { receivers, desk, pools } = await risen(1, pagerOf);
    const pool = desk.pool(30, { type: 'p5.9xlarge' });
    desk.look();
    desk.price(pool, 36);
    desk.look();
    await desk.deliverFor(MINUTE);
    for (const each of [...pools, pool]) desk.price(each, 30);
    for (let i = 0; i < 8; i++) desk.look();
    const before = receivers.calls.length;
    receivers.answer({ status: 202 }, { status: 429, headers: { 'retry-after': '5' } });
    await desk.deliverFor(MINUTE);
    const keys = receivers.calls.slice(before).map(({ raw }) => JSON.parse(raw).dedup_key);
    expect(keys).toHaveLength(3);
    expect(keys[2]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('has its own incident though others are told of the same', async () => {
    const receivers = await startReceivers();
    const wall = { ...hookOf(receivers), name: 'wall' };
    const channels = [wall, pagerOf(receivers)];
    const desk = await firedDesk({ channels, rule: { channels: ['wall', 'desk'] } });
    await desk.deliverFor(MINUTE);
    desk.price(desk.poolId, 30);
    await lookOn(desk);
    expect([...receivers.incidents.values()]).toEqual(['closed']);
  });

  it('has a new incident when the same fire again, which ends of the first do not close', async () => {
    const { receivers, desk, pools } = await risen(2, pagerOf);
    for (const usd of [30, 36]) {
      for (const pool of pools) desk.price(pool, usd);
      await lookOn(desk);
    }
    expect([...receivers.incidents.values()]).toEqual(['closed', 'open']);
    desk.price(pools[0] ?? 0, 30);
    await lookOn(desk);
    expect([...receivers.incidents.values()]).toEqual(['closed', 'open']);
    desk.price(pools[1] ?? 0, 30);
    await lookOn(desk);
    expect([...receivers.incidents.values()]).toEqual(['closed', 'closed']);
  });

  it('is told of the beginning and the end though it was unreachable through both', async () => {
    const receivers = await startReceivers();
    receivers.answer(...Array.from({ length: 6 }, () => ({ status: 503 })));
    const desk = await firedDesk({ channels: [pagerOf(receivers)] });
    await desk.deliver();
    desk.price(desk.poolId, 30);
    await lookOn(desk);
    await desk.deliverFor(30 * MINUTE);
    expect(desk.outbox()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
    expect([...receivers.incidents.values()]).toEqual(['closed']);
  });
});

describe('an Alertmanager', () => {
  it('has one alert for each member, beyond those that a message shows, and each ends', async () => {
    const { receivers, desk, pools } = await risen(12, managerOf);
    const firing = receivers.alerts();
    expect(firing).toHaveLength(12);
    for (const { endsAt } of firing) expect(Date.parse(endsAt)).toBeGreaterThan(desk.now() + 29 * DAY);
    for (const pool of pools) desk.price(pool, 30);
    await lookOn(desk);
    const ended = receivers.alerts();
    expect(ended).toHaveLength(12);
    for (const { startsAt, endsAt } of ended) {
      expect(Date.parse(endsAt)).toBeLessThanOrEqual(desk.now());
      expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(startsAt));
    }
  });

  it('ends the alert it began though the severity of the rule has changed', async () => {
    const { receivers, desk, pools } = await risen(1, managerOf);
    desk.configure({ rules: [{ ...desk.rule, severity: 'critical' }] });
    desk.price(pools[0] ?? 0, 30);
    await lookOn(desk);
    expect(receivers.alerts()).toHaveLength(1);
    expect(receivers.alerts()[0]?.labels).toMatchObject({ severity: 'normal', alertname: 'p5 moves' });
    expect(Date.parse(receivers.alerts()[0]?.endsAt ?? '')).toBeLessThanOrEqual(desk.now());
  });

  it('that is another program breaks the channel and keeps the message', async () => {
    const receivers = await startReceivers();
    receivers.answer({ status: 404 });
    const desk = await firedDesk({ channels: [managerOf(receivers)] });
    await desk.deliverFor(MINUTE);
    expect(receivers.calls[0]?.path).toBe('/am/api/v2/alerts');
    expect(desk.outbox()).toMatchObject([{ state: 'parked' }]);
  });
});
