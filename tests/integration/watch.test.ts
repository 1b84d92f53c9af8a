import { describe, expect, test } from 'vitest';
import { insertSilence, listSilences } from '#db/queries/silences.ts';
import { Watch } from '#jobs/watch.ts';
import { summary } from '#lib/alerts/wording.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '../helpers/alert-desk.ts';
import { openFaultyDesk } from '../helpers/faulty-desk.ts';
import { aType } from '../helpers/market.ts';
import { startSlackSink } from '../helpers/slack-sink.ts';
import { tellRules } from '../helpers/telling.ts';

const WEST = { types: ['p5.48xlarge'], regions: ['us-west-2', 'us-east-1'] };
const quiet = { info: () => {}, warn: () => {}, error: () => {} } as never;

describe('the desk watches itself', () => {
  async function openWatched() {
    const desk = await openFaultyDesk(WEST);
    await desk.run('region');
    await desk.run('instance-type');
    const { told } = tellRules(desk.db, desk.now(), []);
    const watch = new Watch(desk.context);
    const minutes = async (count: number, look: 'look' | 'no look' = 'look') => {
      for (let minute = 0; minute < count; minute++) {
        desk.pass(MINUTE);
        if (look === 'look' && minute % 5 === 0) await desk.run('spot-price');
        watch.round();
      }
      return told();
    };
    return { desk, minutes };
  }

  test('F30: a source that fails in one region is told once, with AWS’s words, and when it is well again', async () => {
    const { desk, minutes } = await openWatched();
    expect(await minutes(30)).toEqual([]);
    const there = { service: 'ec2', action: 'DescribeSpotPriceHistory', region: 'us-west-2' };
    desk.standIn.faults.add({ ...there, kind: 'html', times: Number.POSITIVE_INFINITY });
    const lines = await minutes(45);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^firing: spot-price in us-west-2: no complete look since 2026-/);
    expect(await minutes(60)).toEqual([]);
    desk.standIn.faults.clear();
    expect(await minutes(10)).toEqual(['resolved: spot-price in us-west-2 is looked at in full again']);
  });

  test('nothing at all any more is one message, not one for each source and region', async () => {
    const { minutes } = await openWatched();
    await minutes(30);
    const lines = await minutes(30, 'no look');
    expect(lines).toEqual([
      expect.stringMatching(/^firing: no source has had a complete look that is recent enough since 2026-/),
    ]);
    expect((await minutes(10)).filter((line) => line.startsWith('firing'))).toEqual([]);
  });

  test('a desk that was off for a day is given time to look before anything is held against it', async () => {
    const { desk, minutes } = await openWatched();
    await minutes(10);
    desk.pass(DAY);
    expect(await minutes(10, 'no look')).toEqual([]);
    expect(await minutes(30)).toEqual([]);
  });
});

describe('a channel that is broken', () => {
  test('is told by the others, with what waits for it, and that it works again', async () => {
    const second = await startSlackSink();
    const first = await startSlackSink();
    const channels = [
      { name: 'desk', kind: 'slack', webhookUrl: first.address() },
      { name: 'ops', kind: 'slack', webhookUrl: second.address() },
    ];
    const desk = await firedDesk({ channels });
    const watch = watchOf(desk);
    first.answer({ status: 404, body: 'no_service' });
    await desk.deliver();
    watch.round();
    await desk.deliver();
    expect(second.received.map(({ text }) => text)).toEqual(['channel “desk” is broken']);
    expect(JSON.stringify(second.received[0]?.body)).toContain('1 message waits for it');
    watch.round();
    await desk.deliver();
    expect(second.received).toHaveLength(1);
  });
});

type Desk = Pick<Awaited<ReturnType<typeof openAlertDesk>>, 'db' | 'now'>;
const watchOf = (desk: Desk) =>
  new Watch({ db: desk.db, clock: { now: desk.now, speed: 1 }, simulated: false, log: quiet });

describe('silences', () => {
  const silence = (desk: Desk, matchers: Record<string, string>, ms: number) =>
    insertSilence(desk.db, {
      matchers,
      author: 'ada',
      comment: 'we know',
      createdAt: desk.now(),
      startsAt: desk.now(),
      endsAt: desk.now() + ms,
    });
  /** A desk whose one pool stands at $30 and is about to move; what it tells is read from the outbox. */
  async function rising() {
    const desk = await openAlertDesk({ rule: { keepFiring: '0s', resolveEvals: 1 } });
    aType(desk.db);
    const pool = desk.pool(30);
    desk.look();
    let seen = 0;
    return {
      ...desk,
      now: desk.now,
      at: (usd: number) => {
        desk.price(pool, usd);
        desk.look();
      },
      told: () => {
        const all = desk.outbox();
        const fresh = all.slice(seen);
        seen = all.length;
        return fresh.map(({ kind, notice }) => `${kind}: ${notice === undefined ? '?' : summary(notice)}`);
      },
    };
  }

  test('keep the beginning back, and tell it at their end if it still fires', async () => {
    const desk = await rising();
    silence(desk, { type: 'p5.48xlarge' }, HOUR);
    desk.at(45);
    expect(desk.told()).toEqual([]);
    const watch = watchOf(desk);
    watch.round();
    expect(desk.told()).toEqual([]);
    desk.pass(HOUR);
    watch.round();
    expect(desk.told()).toEqual([expect.stringMatching(/^firing: .*rose 50\.0 %/)]);
    watch.round();
    expect(desk.told()).toEqual([]);
    expect(listSilences(desk.db, 10)).toHaveLength(1);
  });

  test('tell nothing at their end of what began and ended under them', async () => {
    const desk = await rising();
    silence(desk, { rule: 'p5 moves' }, HOUR);
    desk.at(45);
    desk.at(30);
    desk.pass(HOUR);
    watchOf(desk).round();
    expect(desk.told()).toEqual([]);
  });

  test('let the end be told of what was told before them, and tell it once', async () => {
    const desk = await rising();
    desk.at(45);
    expect(desk.told()).toHaveLength(1);
    silence(desk, { severity: 'normal' }, HOUR);
    desk.at(30);
    expect(desk.told()).toEqual([expect.stringMatching(/^resolved: /)]);
    desk.pass(HOUR);
    watchOf(desk).round();
    expect(desk.told()).toEqual([]);
  });

  test('tell nothing at their end of what fires on and was told before them', async () => {
    const desk = await rising();
    desk.at(45);
    expect(desk.told()).toHaveLength(1);
    silence(desk, { type: 'p5.48xlarge' }, HOUR);
    desk.at(45);
    desk.pass(HOUR);
    watchOf(desk).round();
    expect(desk.told()).toEqual([]);
  });

  test('keep back only what they match', async () => {
    const desk = await rising();
    silence(desk, { type: 'p5.48xlarge', region: 'eu-north-1' }, HOUR);
    desk.at(45);
    expect(desk.told()).toHaveLength(1);
  });
});

describe('reminders', () => {
  test('of a region that nobody can look at are not told: whether it still holds is not known', async () => {
    const desk = await openAlertDesk({ rule: { severity: 'critical', repeat: '1h' } });
    aType(desk.db);
    const pool = desk.pool(30);
    desk.look();
    const watch = watchOf(desk);
    desk.price(pool, 45);
    desk.look();
    await desk.deliver();
    for (let minutes = 0; minutes < 90; minutes += 1) {
      desk.pass(MINUTE);
      watch.round();
    }
    const told = () => desk.outbox().map(({ kind, notice }) => `${kind} ${notice?.members[0]?.facts.topic}`);
    expect(told()).toEqual(['firing spot-price', 'firing desk']);
    for (let looks = 0; looks < 4; looks++) {
      desk.price(pool, 45);
      desk.look();
      watch.round();
      await desk.deliver();
    }
    desk.pass(MINUTE);
    watch.round();
    expect(told()).toContain('reminder spot-price');
  });

  test('are told again every so often after the last message that arrived, until it is over', async () => {
    const desk = await openAlertDesk({
      rule: { severity: 'critical', repeat: '1h', keepFiring: '0s', resolveEvals: 1 },
    });
    aType(desk.db);
    const pool = desk.pool(30);
    desk.look();
    const watch = watchOf(desk);
    const kinds = () => desk.outbox().map(({ kind }) => kind);
    desk.price(pool, 45);
    desk.look();
    // Nothing has arrived yet: an unreachable channel is not told twice.
    desk.pass(3 * HOUR);
    watch.round();
    expect(kinds()).toEqual(['firing']);
    await desk.deliver();
    watch.round();
    desk.pass(HOUR - MINUTE);
    watch.round();
    expect(kinds()).toEqual(['firing']);
    desk.pass(MINUTE);
    watch.round();
    watch.round();
    expect(kinds()).toEqual(['firing', 'reminder']);
    await desk.deliver();
    expect(desk.slack.received.at(-1)?.text).toMatch(
      /^Still firing: p5\.48xlarge in us-east-1 .* rose 50\.0 %/,
    );
    desk.price(pool, 30);
    desk.look();
    await desk.deliver();
    desk.pass(2 * HOUR);
    watch.round();
    expect(kinds()).toEqual(['firing', 'reminder', 'resolved']);
  });
});

describe('coming and going', () => {
  test('F62: is told as such once, then summed up, and what it has settled to is told after an hour', async () => {
    const desk = await openAlertDesk({
      rule: { keepFiring: '0s', resolveEvals: 1 },
      when: { moves: { percent: 10, within: '10m', direction: 'up' } },
    });
    aType(desk.db);
    const pool = desk.pool(30);
    desk.look();
    const watch = watchOf(desk);
    // Up and down at every look: six episodes an hour.
    for (let round = 0; round < 20; round++) {
      for (const usd of [45, 30]) {
        desk.price(pool, usd);
        desk.look();
        watch.round();
      }
    }
    const lines = desk.outbox().map(({ kind, notice }) => `${kind} ${notice?.note ?? ''}`.trim());
    expect(lines.slice(0, 11)).toEqual([...Array(5).fill(['firing', 'resolved']).flat(), 'flapping']);
    // From then on a line every half hour instead of two every ten minutes.
    expect(lines.slice(11, -1)).toEqual(
      lines.slice(11, -1).map(() => 'flapping began 3 times more in 30 min'),
    );
    expect(lines).toHaveLength(15);
    for (let round = 0; round < 15; round++) {
      desk.look();
      watch.round();
    }
    const after = desk.outbox().map(({ kind, notice }) => `${kind} ${notice?.note ?? ''}`.trim());
    expect(after.at(-1)).toMatch(/^(resolved|reminder) has settled: began \d+ times more/);
  });
});
