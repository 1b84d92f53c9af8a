import { expect, it } from 'vitest';
import { listChannels } from '#db/queries/channels.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { firedDesk } from '../helpers/alert-desk.ts';
import { startSlackSink } from '../helpers/slack-sink.ts';

it.each(['discord', 'teams'])('%s is told by the same outbox as Slack, once, after a pause', async (kind) => {
  const sink = await startSlackSink();
  sink.answer({ status: 429, headers: { 'retry-after': '5' } }, { status: 204, body: '' });
  const channels = [{ name: 'desk', kind, webhookUrl: sink.address('T/secretsecret') }];
  const desk = await firedDesk({ channels });
  await desk.deliverFor(MINUTE);
  expect(sink.received).toHaveLength(2);
  expect(JSON.stringify(sink.received[1]?.body)).toMatch(/p5\.48xlarge in us-east-1 .*rose 20\.0 %/);
  expect(desk.outbox()).toMatchObject([{ state: 'delivered' }]);
  expect(JSON.stringify([desk.outbox(), listChannels(desk.db)])).not.toContain('secretsecret');
});

it.each(['discord', 'teams'])('%s that is gone breaks the channel and keeps the message', async (kind) => {
  const sink = await startSlackSink();
  sink.answer({ status: 404, body: '' });
  const desk = await firedDesk({ channels: [{ name: 'desk', kind, webhookUrl: sink.address() }] });
  await desk.deliverFor(MINUTE);
  expect(desk.outbox()).toMatchObject([{ state: 'parked' }]);
  expect(listChannels(desk.db)).toMatchObject([{ state: 'broken' }]);
});
