import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { firedDesk } from '#tests/helpers/alert-desk.ts';

const all = (message: { body: unknown } | undefined) => JSON.stringify(message?.body ?? '');

describe('pace and order', () => {
  it('leaves 1.1 s between sends, and tells the critical first', async () => {
    const rules = ['normal', 'info', 'critical'].map((severity) => ({
      name: severity,
      kind: 'spot-price-move',
      severity,
      channels: ['desk'],
      when: { moves: { percent: 10 } },
    }));
    const desk = await firedDesk({ rules });
    const begun = desk.now();
    await desk.deliverFor(5 * SECOND);
    const order = desk.slack.received.map((message) => /\((\w+)\): spot/.exec(all(message))?.[1]);
    expect(order).toEqual(['critical', 'normal', 'info']);
    const times = desk.outbox().map((delivery) => (delivery.deliveredAt ?? 0) - begun);
    expect(times.sort((a, b) => a - b)).toEqual([0, 1100, 2200]);
  });

  it('never tells an end before its beginning', async () => {
    const desk = await firedDesk({ rule: { keepFiring: '0s', resolveEvals: 1 } });
    desk.price(desk.poolId, 30);
    desk.look();
    desk.price(desk.poolId, 36);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received.map((message) => /rose|moved back/.exec(message.text)?.[0])).toEqual([
      'rose',
      'moved back',
      'rose',
    ]);
  });

  it('a damaged row is set aside and its lane goes on', async () => {
    const desk = await firedDesk();
    desk.db.sqlite.prepare("UPDATE delivery SET notice_json = '{}'").run();
    desk.price(desk.poolId, 20);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.outbox().map((delivery) => delivery.state)).toEqual(['dead', 'delivered']);
  });
});

describe('the loop', () => {
  it('F5: sends when woken and lets a call in flight end before it stops', async () => {
    const desk = await firedDesk();
    const deliverer = desk.deliverer();
    deliverer.start();
    deliverer.wake();
    await expect.poll(() => desk.slack.received.length).toBe(1);
    await deliverer.stop();
    expect(desk.outbox()).toMatchObject([{ state: 'delivered' }]);
  });
});
