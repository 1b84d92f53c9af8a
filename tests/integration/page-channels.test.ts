import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { channelHint } from '#db/queries/channel-hint.ts';
import type { Channels } from '#jobs/page-channels.ts';
import { send as sendNow } from '#jobs/send/http.ts';
import type { Send } from '#jobs/send/index.ts';
import type { OutgoingRequest } from '#lib/channels/types.ts';
import { Secret } from '#lib/domain/secret.ts';
import { openChannelDesk } from '#tests/helpers/channel-desk.ts';

const slack = (name: string, webhookUrl: string) => ({ name, kind: 'slack', webhookUrl });
const OTHER_KEY = Buffer.alloc(32, 7);

/** A desk whose channel ops was made on the page, with a rule that tells it. */
async function deskWithOps() {
  const desk = await openChannelDesk();
  const worker = desk.startWorker();
  const made = await desk.ask('POST', '', slack('ops', desk.slack.address('T1/B1/first')));
  desk.rulePage(['ops']);
  return { ...desk, worker, id: made.body.id };
}

const paths = ({ slack: sink }: { slack: { received: { path: string }[] } }) =>
  sink.received.map(({ path }) => path);

describe('a channel made on a page', () => {
  it('is told by the running worker, of nothing in the file', async () => {
    const { worker, ...desk } = await deskWithOps();
    expect(worker.look()).toBe(true);
    expect(worker.look()).toBe(false);
    desk.rise();
    await worker.deliverer.deliverDue();
    expect(paths(desk)).toEqual(['/services/T1/B1/first']);
    expect(await desk.shown()).toMatchObject([
      { name: 'ops', origin: 'page', state: 'ok', waiting: 0, lastDeliveredAt: '2026-11-22T12:10:00Z' },
    ]);
  });

  it('F55: that is edited while news waits tells it at the new address, under the same notice', async () => {
    const { worker, id, ...desk } = await deskWithOps();
    worker.look();
    desk.rise();
    desk.slack.answer({ status: 503 });
    await worker.deliverer.deliverDue();
    const [before] = desk.outbox();
    await desk.ask('PUT', `/${id}`, { webhookUrl: desk.slack.address('T1/B1/second') });
    worker.look();
    desk.pass(600_000);
    await worker.deliverer.deliverDue();
    expect(paths(desk)).toEqual(['/services/T1/B1/first', '/services/T1/B1/second']);
    expect(desk.outbox()).toMatchObject([
      { noticeId: before?.noticeId, state: 'delivered', log: [{ status: 503 }, { status: 200 }] },
    ]);
  });

  it('that was broken is mended by its new address, and tells what was parked', async () => {
    const { worker, id, ...desk } = await deskWithOps();
    worker.look();
    desk.rise();
    desk.slack.answer({ status: 404, body: 'no_service' });
    await worker.deliverer.deliverDue();
    expect(await desk.shown()).toMatchObject([{ state: 'broken', waiting: 1 }]);
    await desk.ask('PUT', `/${id}`, { webhookUrl: desk.slack.address('T1/B1/second') });
    worker.look();
    desk.pass(2000);
    await worker.deliverer.deliverDue();
    expect(await desk.shown()).toMatchObject([{ state: 'ok', waiting: 0 }]);
    expect(desk.outbox()).toMatchObject([{ state: 'delivered' }]);
  });

  it('F55: that is removed is told no more, and what waited stays on record', async () => {
    const { worker, id, ...desk } = await deskWithOps();
    await desk.ask('POST', '', slack('wall', desk.slack.address('T1/B1/wall')));
    desk.rulePage(['ops', 'wall'], { name: 'both' });
    desk.db.sqlite.exec(`UPDATE rule SET channels_json = '["ops","wall"]'`);
    worker.look();
    desk.rise();
    const removed = await desk.ask<{ dropped: number }>('DELETE', `/${id}`);
    expect(removed).toMatchObject({ status: 200, body: { dropped: 2 } });
    expect(worker.look()).toBe(true);
    for (let i = 0; i < 3; i++) {
      await worker.deliverer.deliverDue();
      desk.pass(2000);
    }
    expect(new Set(paths(desk))).toEqual(new Set(['/services/T1/B1/wall']));
    expect(desk.outbox().filter(({ channel }) => channel === 'ops')).toMatchObject([
      { state: 'superseded', log: [] },
      { state: 'superseded', log: [] },
    ]);
    expect(await desk.shown()).toMatchObject([{ name: 'wall' }]);
    expect(desk.db.sqlite.prepare("SELECT sealed FROM channel WHERE name = 'ops'").pluck().get()).toBe(null);
  });

  it('whose call is out ends it before the new address is used, while other lanes go on', async () => {
    const desk = await openChannelDesk();
    const order: string[] = [];
    const calls = new Map<string, () => void>();
    const send: Send = (request) => {
      const path = new URL((request as OutgoingRequest).url.reveal()).pathname;
      order.push(`> ${path}`);
      return new Promise((resolve) => {
        calls.set(path, () => {
          order.push(`< ${path}`);
          resolve(sendNow(request as OutgoingRequest));
        });
      });
    };
    const ops = await desk.ask('POST', '', slack('ops', desk.slack.address('T1/B1/first')));
    await desk.ask('POST', '', slack('wall', desk.slack.address('T1/B1/wall')));
    for (const name of ['first', 'second']) desk.rulePage(['ops', 'wall'], { name });
    const worker = desk.startWorker(send);
    desk.rise();
    worker.deliverer.start();
    await expect.poll(() => order).toEqual(['> /services/T1/B1/first', '> /services/T1/B1/wall']);
    await desk.ask('PUT', `/${ops.body.id}`, { webhookUrl: desk.slack.address('T1/B1/second') });
    desk.pass(5000);
    worker.look();
    await new Promise(setImmediate);
    expect(order).toHaveLength(2);
    calls.get('/services/T1/B1/first')?.();
    await expect.poll(() => order).toContain('> /services/T1/B1/second');
    expect(order.slice(2)).toEqual(['< /services/T1/B1/first', '> /services/T1/B1/second']);
    calls.get('/services/T1/B1/second')?.();
    calls.get('/services/T1/B1/wall')?.();
    await expect.poll(() => order.filter((line) => line.endsWith('wall'))).toHaveLength(3);
    calls.get('/services/T1/B1/wall')?.();
    await worker.deliverer.stop();
    expect(desk.outbox().map(({ state, attempts }) => [state, attempts])).toEqual(
      Array.from({ length: 4 }, () => ['delivered', 1]),
    );
  });

  it('is the same after a restart, and gives way to one of the file with its name', async () => {
    const { id: _, worker: __, ...desk } = await deskWithOps();
    desk.rise();
    await desk.startWorker().deliverer.deliverDue();
    expect(paths(desk)).toEqual(['/services/T1/B1/first']);
    // Even where nothing else tells the two apart.
    const address = desk.slack.address('T1/B1/file');
    const hint = channelHint({ name: 'ops', kind: 'slack', address: new Secret(address) });
    desk.db.sqlite.prepare('UPDATE channel SET hint = ?').run(hint);
    desk.configure({ channels: [slack('ops', address)], rules: [] });
    expect(await desk.shown()).toMatchObject([{ name: 'ops', origin: 'file', settings: null }]);
    expect(desk.db.sqlite.prepare('SELECT sealed FROM channel').pluck().get()).toBe(null);
  });
});

describe('a worker', () => {
  it('asks once a second, is given the channels when they have changed, and the same ones are the same', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { worker, id, ...desk } = await deskWithOps();
    await desk.ask('POST', '', slack('wall', desk.slack.address('T1/B1/wall')));
    const given: Channels[] = [];
    worker.pages.start((channels) => void given.push(channels));
    vi.advanceTimersByTime(3000);
    expect(given.map((channels) => [...channels.keys()])).toEqual([['ops', 'wall']]);
    await desk.ask('PUT', `/${id}`, { webhookUrl: desk.slack.address('T1/B1/second') });
    vi.advanceTimersByTime(1000);
    const [before, after] = given;
    expect(after?.get('wall')).toBe(before?.get('wall'));
    expect(after?.get('ops')).not.toBe(before?.get('ops'));
    worker.pages.stop();
    await desk.ask('DELETE', `/${id}`, {});
    vi.advanceTimersByTime(3000);
    expect(given).toHaveLength(2);
  });
});

describe('an address that cannot be decrypted', () => {
  const WORDS = 'its address cannot be decrypted: the key file is another one';

  async function deskWithTwo() {
    const desk = await openChannelDesk();
    const key = () => readFileSync(`${desk.db.path}.key`);
    await desk.ask('POST', '', slack('ops', desk.slack.address('T1/B1/ops')));
    const own = key();
    desk.exchangeKey(OTHER_KEY);
    await desk.ask('POST', '', slack('wall', desk.slack.address('T1/B1/wall')));
    desk.rulePage(['ops', 'wall']);
    const [ops] = await desk.shown();
    return { ...desk, own, id: ops?.id };
  }

  it('breaks its channel with the reason, parks its news, and the others go on', async () => {
    const desk = await deskWithTwo();
    const worker = desk.startWorker();
    desk.rise();
    await worker.deliverer.deliverDue();
    expect(paths(desk)).toEqual(['/services/T1/B1/wall']);
    expect(await desk.shown()).toMatchObject([
      { name: 'ops', state: 'broken', reason: WORDS, waiting: 1, settings: null },
      { name: 'wall', state: 'ok', reason: null, waiting: 0 },
    ]);
  });

  it('is there again with the right key and a start of the worker', async () => {
    const desk = await deskWithTwo();
    desk.startWorker();
    desk.rise();
    desk.exchangeKey(desk.own);
    const again = desk.startWorker();
    expect(await desk.shown()).toMatchObject([{ state: 'ok' }, { name: 'wall', state: 'broken' }]);
    await again.deliverer.deliverDue();
    expect(paths(desk)).toEqual(['/services/T1/B1/ops']);
  });

  it('is filled in anew', async () => {
    const { id, ...desk } = await deskWithTwo();
    const worker = desk.startWorker();
    desk.rise();
    expect(await desk.ask('PUT', `/${id}`, { webhookUrl: '' })).toMatchObject({ status: 422 });
    await desk.ask('PUT', `/${id}`, { webhookUrl: desk.slack.address('T1/B1/again') });
    worker.look();
    await worker.deliverer.deliverDue();
    expect(paths(desk).sort()).toEqual(['/services/T1/B1/again', '/services/T1/B1/wall']);
  });

  it.each([
    ['that was tampered with', `substr(sealed, 1, 40) || 'AAAA' || substr(sealed, 45)`],
    ['of another row', `(SELECT sealed FROM channel WHERE name = 'wall')`],
    ['that is gone', 'NULL'],
  ])('%s breaks its channel too', async (_, sql) => {
    const desk = await openChannelDesk();
    await desk.ask('POST', '', slack('ops', desk.slack.address('T1/B1/ops')));
    await desk.ask('POST', '', slack('wall', desk.slack.address('T1/B1/wall')));
    desk.db.sqlite.exec(`UPDATE channel SET sealed = ${sql} WHERE name = 'ops'`);
    desk.startWorker();
    expect(await desk.shown()).toMatchObject([
      { state: 'broken', reason: expect.stringMatching(/^its address cannot be decrypted: /) },
      { state: 'ok' },
    ]);
    expect(await desk.ask('POST', `/1/test`)).toMatchObject({
      status: 409,
      body: { error: { code: 'CHANNEL_LOCKED' } },
    });
  });

  it('for a spoilt key file breaks every channel of the pages, and says which file it is', async () => {
    const desk = await deskWithTwo();
    desk.exchangeKey(Buffer.alloc(5));
    desk.startWorker();
    expect(await desk.shown()).toMatchObject([
      { state: 'broken', reason: expect.stringContaining('5 bytes instead of 32') },
      { state: 'broken' },
    ]);
    const refused = await desk.ask('POST', '', slack('new', desk.slack.address('T1/B1/new')));
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'KEY_INVALID', received: null } } });
  });
});
