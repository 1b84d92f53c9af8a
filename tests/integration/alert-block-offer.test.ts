import { expect, test } from 'vitest';
import { makeDeliverer } from '#jobs/pipeline/deliver.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { makeSend } from '#jobs/send/index.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { awsError, block, LIMIT, only, openBlockDesk, type Script } from '../helpers/block-desk.ts';
import { NOW } from '../helpers/faulty-desk.ts';
import { startSlackSink } from '../helpers/slack-sink.ts';

const START = NOW + 6 * DAY;
const HOURS = 168;

/** A desk that wants 8 × p5.48xlarge for a week at up to $5 per accelerator-hour, and tells Slack. */
async function openWanting() {
  const wanted = { type: 'p5.48xlarge', count: 8, duration: '7d', usdPerAcceleratorHour: '5.00' };
  const ask = { name: 'wanted', type: 'p5.48xlarge', count: 8, durationHours: HOURS, regions: [] };
  const desk = await openBlockDesk({ capacity: { asks: [ask] } });
  const slack = await startSlackSink();
  const options = { allowLoopback: true, readSecretFile: () => '' };
  const alerting = parseAlerting(
    {
      channels: [{ name: 'desk', kind: 'slack', webhookUrl: slack.address() }],
      rules: [
        {
          name: 'eight H100 boxes',
          kind: 'block-offer',
          channels: ['desk'],
          keepFiring: '10m',
          when: wanted,
        },
      ],
    },
    options,
  );
  const restart = () => syncAlerting(desk.db, alerting, desk.now(), desk.context.watch);
  restart();
  const deliverer = makeDeliverer({
    db: desk.db,
    channels: new Map(alerting.channels.map((channel) => [channel.name, channel])),
    send: makeSend(undefined),
    clock: makeClock(desk.now),
    realNow: desk.now,
    monotonic: desk.now,
    random: () => 1,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    publicUrl: 'http://127.0.0.1:3000',
  });
  /** A look that is answered so, half an hour after the last, and what Slack was told because of it. */
  const lookAt = async (script: Script) => {
    desk.answer(script);
    const before = slack.received.length;
    await desk.later(30);
    await deliverer.deliverDue();
    return slack.received.slice(before);
  };
  return { lookAt, restart };
}

const eight = (usdPerHour: number, startAt = START) =>
  only(HOURS, (input) => (input.InstanceCount === 8 ? [block(input, startAt, { usdPerHour })] : []));
const nothing: Script = () => [];

test('a block that comes on sale is told once, with all that is needed to buy it', async () => {
  const { lookAt } = await openWanting();
  expect(await lookAt(nothing)).toEqual([]);
  const [message, ...more] = await lookAt(eight(38.4));
  expect(more).toEqual([]);
  expect(message?.text).toBe(
    '[simulated market] 8 × p5.48xlarge for 7 d on offer in us-east-1 (use1-az2) from 2026-03-07 12:00 UTC, in 6 d: $51,609.60 up front, $4.80 per H100-hour',
  );
  const whole = JSON.stringify(message?.body);
  expect(whole).toContain('1 matching offer at up to $5.00 per accelerator-hour');
  expect(whole).toContain('aws ec2 describe-capacity-block-offerings --region us-east-1');
  expect(whole).toContain('/capacity?type=p5.48xlarge&amp;count=8&amp;duration=7d&amp;region=us-east-1');
  // Still there, and nothing new about it.
  expect(await lookAt(eight(38.4))).toEqual([]);
});

test('one that is too dear is not told; one that becomes cheap enough is', async () => {
  const { lookAt } = await openWanting();
  expect(await lookAt(eight(48))).toEqual([]);
  expect((await lookAt(eight(40)))[0]?.text).toContain('$5.00 per H100-hour');
});

test.each([
  ['throttled', () => LIMIT],
  ['denied', () => awsError('UnauthorizedOperation')],
  ['failing', () => awsError('InternalError')],
] as const)('looks that are %s end nothing, and tell nothing when they are over', async (_, script) => {
  const { lookAt } = await openWanting();
  expect(await lookAt(eight(38.4))).toHaveLength(1);
  for (let look = 0; look < 6; look++) expect(await lookAt(script)).toEqual([]);
  expect(await lookAt(eight(38.4))).toEqual([]);
});

test('that it is gone is told after two complete looks without it, and not that it has recovered', async () => {
  const { lookAt } = await openWanting();
  await lookAt(eight(38.4));
  expect(await lookAt(nothing)).toEqual([]);
  const [message] = await lookAt(nothing);
  expect(message?.text).toContain(
    '8 × p5.48xlarge for 7 d in us-east-1: no matching offer is on sale any more, was $51,609.60 up front, $4.80 per H100-hour',
  );
  // Back again: a new episode.
  expect(await lookAt(eight(38.4))).toHaveLength(1);
});

test('one whose start has passed ends for that reason', async () => {
  const { lookAt } = await openWanting();
  await lookAt(eight(38.4, NOW + 40 * MINUTE));
  await lookAt(nothing);
  const [message] = await lookAt(nothing);
  expect(message?.text).toContain('no matching offer any more, its start has passed');
});

test('one that vanishes is not said to have started because the one that it followed did', async () => {
  const { lookAt } = await openWanting();
  await lookAt(eight(38.4, NOW + 70 * MINUTE));
  // Another has come, which starts much later, and the first one's start has passed.
  for (let look = 0; look < 3; look++) expect(await lookAt(eight(38.4))).toEqual([]);
  await lookAt(nothing);
  const [message] = await lookAt(nothing);
  expect(message?.text).toContain('no matching offer is on sale any more');
});

test('a restart between two looks tells nothing', async () => {
  const { restart, lookAt } = await openWanting();
  await lookAt(eight(38.4));
  expect(restart()).toMatchObject({ added: 0, changed: 0, closed: 0 });
  expect(await lookAt(eight(38.4))).toEqual([]);
});
