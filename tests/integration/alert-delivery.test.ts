import { describe, expect, it } from 'vitest';
import { listChannels } from '#db/queries/channels.ts';
import { makeSend } from '#jobs/send/index.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { startSlackSink } from '#tests/helpers/slack-sink.ts';

const all = (message: { body: unknown } | undefined) => JSON.stringify(message?.body ?? '');
const idOf = (message: { body: unknown } | undefined) => /notice ([0-9a-f]{8})/.exec(all(message))?.[1];

describe('a kill', () => {
  it('F2: between commit and send loses nothing and repeats nothing', async () => {
    const desk = await firedDesk();
    const restarted = desk.deliverer();
    expect(await restarted.deliverDue()).toMatchObject({ delivered: 1 });
    expect(await desk.deliverer().deliverDue()).toMatchObject({ delivered: 0 });
    expect(desk.slack.received).toHaveLength(1);
    expect(all(desk.slack.received[0])).not.toContain('may repeat');
  });

  it('F3: during the call repeats the message under its id, and the late answer is nobody’s', async () => {
    const desk = await firedDesk();
    let answer = () => {};
    const stuck = desk.deliverer({
      send: async (request) => {
        const result = await makeSend(undefined)(request);
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return result;
      },
    });
    const late = stuck.deliverDue();
    await expect.poll(() => desk.slack.received.length).toBe(1);
    const restarted = desk.deliverer();
    expect(await restarted.deliverDue()).toMatchObject({ delivered: 0 });
    desk.pass(41 * SECOND);
    expect(await restarted.deliverDue()).toMatchObject({ delivered: 1 });
    expect(desk.slack.received).toHaveLength(2);
    expect(idOf(desk.slack.received[1])).toBe(idOf(desk.slack.received[0]));
    expect(all(desk.slack.received[1])).toContain('may repeat an earlier message');
    answer();
    expect(await late).toMatchObject({ delivered: 0, lost: 1 });
    expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });
});

describe('an answer that is lost', () => {
  it('after the message left leads to a repeat that says so', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ cut: true });
    expect(await desk.deliver()).toMatchObject({ retried: 1 });
    await desk.deliverFor(MINUTE);
    expect(desk.slack.received).toHaveLength(2);
    expect(idOf(desk.slack.received[1])).toBe(idOf(desk.slack.received[0]));
    expect(all(desk.slack.received[0])).not.toContain('may repeat');
    expect(all(desk.slack.received[1])).toContain('may repeat an earlier message');
  });

  it('before anything could leave leads to no such claim', async () => {
    const sink = await startSlackSink();
    const desk = await firedDesk({
      channels: [{ name: 'desk', kind: 'slack', webhookUrl: 'http://127.0.0.1:1/services/T1/B1/x' }],
    });
    expect(await desk.deliver()).toMatchObject({ retried: 1 });
    expect(desk.outbox()).toMatchObject([{ ambiguous: false, lastErrorClass: 'unreachable' }]);
    expect(desk.outbox()[0]?.log).toMatchObject([{ outcome: 'retry', detail: 'network ECONNREFUSED' }]);
    desk.configure({ channels: [{ name: 'desk', kind: 'slack', webhookUrl: sink.address() }] });
    await desk.deliverFor(MINUTE);
    expect(sink.received).toHaveLength(1);
    expect(all(sink.received[0])).not.toContain('may repeat');
  });
});

describe('F49: a 429', () => {
  it.each([
    ['30', 30],
    [undefined, 30],
    ['abc', 30],
    ['86400', 600],
  ])(
    'with Retry-After %j rests the whole channel, is no attempt, and then all goes out',
    async (header, seconds) => {
      const rules = ['a', 'b'].map((name) => ({
        name,
        kind: 'spot-price-move',
        channels: ['desk'],
        when: { moves: { percent: 10 } },
      }));
      const desk = await firedDesk({ rules });
      desk.slack.answer({
        status: 429,
        body: 'rate_limited',
        headers: header === undefined ? {} : { 'retry-after': header },
      });
      expect(await desk.deliver()).toMatchObject({ limited: 1, nextAt: desk.now() + 1100 });
      expect(listChannels(desk.db)).toMatchObject([
        { state: 'paused', pausedUntil: desk.now() + seconds * SECOND },
      ]);
      await desk.deliverFor(seconds * SECOND - 1);
      expect(desk.slack.received).toHaveLength(1);
      expect(desk.outbox()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
      await desk.deliverFor(3 * SECOND);
      expect(desk.slack.received).toHaveLength(3);
      expect(desk.outbox().map((delivery) => delivery.state)).toEqual(['delivered', 'delivered']);
      expect(listChannels(desk.db)).toMatchObject([{ state: 'ok', pausedUntil: null }]);
    },
  );
});

describe('an outage', () => {
  it('F50: of 500s is waited out with growing pauses, and the message says how late it is', async () => {
    const desk = await firedDesk();
    const begun = desk.now();
    desk.slack.answer(...Array(8).fill({ status: 500, body: 'rollup_error' }));
    await desk.deliverFor(30 * MINUTE);
    expect(desk.slack.received).toHaveLength(9);
    const [delivery] = desk.outbox();
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 9 });
    const waits = (delivery?.log ?? []).map((attempt) => Math.round((attempt.at - begun) / SECOND));
    expect(waits).toEqual([0, 2, 6, 14, 30, 62, 126, 254, 510]);
    expect(all(desk.slack.received[8])).toContain('delayed 9 min, Slack was unreachable');
    expect(all(desk.slack.received[8])).not.toContain('may repeat');
  });

  it('F56: over which an alert fires and ends leads to exactly one late message that tells both', async () => {
    const desk = await firedDesk({ rule: { keepFiring: '0s', resolveEvals: 1 } });
    desk.slack.answer(...Array(6).fill({ status: 503 }));
    await desk.deliver();
    desk.price(desk.poolId, 30);
    desk.look();
    await desk.deliverFor(HOUR);
    const told = desk.slack.received.at(-1);
    expect(told?.text).toMatch(/^Already over: .* rose 20\.0 % .*\n.*moved back/s);
    expect(desk.outbox()).toMatchObject([
      { kind: 'firing', state: 'delivered' },
      { kind: 'resolved', state: 'delivered' },
    ]);
    const attempts = desk.slack.received.length;
    await desk.deliverFor(HOUR);
    expect(desk.slack.received).toHaveLength(attempts);
  });

  it('longer than a day ends in the dead letters, three days for a critical one', async () => {
    for (const [severity, days] of [
      ['normal', 1],
      ['critical', 3],
    ] as const) {
      const desk = await firedDesk({ rule: { severity } });
      desk.slack.answer(...Array(99).fill({ status: 500 }));
      await desk.deliver();
      desk.pass(days * DAY - HOUR);
      expect(await desk.deliver()).toMatchObject({ retried: 1, dead: 0 });
      desk.pass(2 * HOUR);
      expect(await desk.deliver()).toMatchObject({ dead: 1 });
      expect(desk.outbox()).toMatchObject([{ state: 'dead', lastStatus: 500 }]);
    }
  });

  it('F53: before a strange answer does not count against it', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ status: 500 }, { status: 500 }, { body: 'hm' }, { body: 'hm' });
    await desk.deliverFor(10 * MINUTE);
    expect(desk.outbox()).toMatchObject([{ state: 'delivered', attempts: 5 }]);
    const other = await firedDesk();
    other.slack.answer(...Array(3).fill({ body: '<html>captive portal</html>' }));
    await other.deliverFor(10 * MINUTE);
    expect(other.outbox()).toMatchObject([{ state: 'dead', attempts: 3 }]);
  });
});

describe('F51: a broken channel', () => {
  it.each([
    [404, 'no_service'],
    [403, 'action_prohibited'],
    [410, 'channel_is_archived'],
    [200, 'no_service'],
    [302, ''],
  ])(
    'known by %d %s keeps its messages and gets no more of them, until its address is changed',
    async (status, word) => {
      const desk = await firedDesk();
      desk.slack.answer({
        status,
        body: word,
        headers: status === 302 ? { location: desk.slack.address('T9/B9/evil') } : {},
      });
      expect(await desk.deliver()).toMatchObject({ parked: 1, delivered: 0 });
      desk.price(desk.poolId, 20);
      desk.look();
      await desk.deliverFor(20 * MINUTE);
      expect(desk.slack.received).toHaveLength(1);
      expect(desk.outbox().map((delivery) => delivery.state)).toEqual(['parked', 'parked']);
      expect(listChannels(desk.db)).toMatchObject([
        { state: 'broken', stateReason: expect.stringContaining(String(status)) },
      ]);

      const ids = desk.outbox().map((delivery) => delivery.noticeId);
      desk.configure({
        channels: [{ name: 'desk', kind: 'slack', webhookUrl: desk.slack.address('T1/B1/repaired') }],
      });
      await desk.deliverFor(MINUTE);
      expect(desk.slack.received.slice(1).map((message) => message.path)).toEqual([
        '/services/T1/B1/repaired',
      ]);
      expect(desk.slack.received[1]?.text).toMatch(/rose 20\.0 %.*\n.*fell 33\.3 %/);
      expect(all(desk.slack.received[1])).toContain('the channel was broken');
      expect(desk.outbox().map((delivery) => delivery.noticeId)).toEqual(ids);
      expect(desk.outbox().every((delivery) => delivery.state === 'delivered')).toBe(true);
    },
  );

  it('keeps all that was waiting for it, not only the message that found out', async () => {
    const desk = await firedDesk();
    desk.price(desk.poolId, 20);
    desk.look();
    desk.slack.answer({ status: 404 });
    expect(await desk.deliver()).toMatchObject({ parked: 1 });
    expect(desk.outbox()).toMatchObject([{ state: 'parked' }, { state: 'parked', attempts: 0 }]);
  });

  it('does not hold up another', async () => {
    const wall = await startSlackSink();
    const desk = await openAlertDesk();
    desk.configure({
      channels: [
        { name: 'desk', kind: 'slack', webhookUrl: desk.slack.address() },
        { name: 'wall', kind: 'slack', webhookUrl: wall.address() },
      ],
      rules: [{ ...desk.rule, channels: ['desk', 'wall'] }],
    });
    desk.slack.answer({ status: 404 });
    desk.price(desk.pool(30), 36);
    desk.look();
    expect(await desk.deliver()).toMatchObject({ parked: 1, delivered: 1 });
    expect(wall.received).toHaveLength(1);
  });
});

describe('a refused form', () => {
  it('F52: is tried once more as plain text', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ status: 400, body: 'invalid_blocks' });
    await desk.deliverFor(5 * SECOND);
    expect(desk.slack.received).toHaveLength(2);
    expect(desk.slack.received[0]?.body.blocks).toBeDefined();
    expect(desk.slack.received[1]?.body.blocks).toBeUndefined();
    expect(desk.slack.received[1]?.text).toContain('rose 20.0 %');
    expect(desk.outbox()).toMatchObject([{ state: 'delivered', plain: true }]);
  });

  it('is given up when plain text is refused as well, and the next message goes out', async () => {
    const desk = await firedDesk();
    desk.slack.answer({ status: 400, body: 'invalid_payload' }, { status: 400, body: 'invalid_payload' });
    desk.price(desk.poolId, 20);
    desk.look();
    await desk.deliverFor(MINUTE);
    expect(desk.outbox().map((delivery) => delivery.state)).toEqual(['dead', 'delivered']);
    expect(desk.slack.received).toHaveLength(3);
  });
});
