import { describe, expect, it } from 'vitest';
import { listIssues, noteDigests } from '#db/queries/digest/issues.ts';
import { digestJob } from '#jobs/digest/index.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '../helpers/alert-desk.ts';
import { startCommand } from '../helpers/command.ts';
import { aType } from '../helpers/market.ts';
import { startSlackSink } from '../helpers/slack-sink.ts';

const PLAN: DigestPlan = {
  ...{ name: 'weekly', channels: ['ada', 'bob'], every: 'week', day: 'monday' },
  ...{ at: { hour: 8, minute: 0 }, zone: 'UTC', types: [], regions: [] },
};
/** The desk begins on Sunday noon; this is the first instant at which an issue is due. */
const DUE = Date.UTC(2026, 10, 23, 8);

/** A desk whose digest two people get, each on a channel of their own. */
async function openSubscribed() {
  const sink = await startSlackSink();
  const channels = PLAN.channels.map((name) => ({
    ...{ name, kind: 'slack', webhookUrl: sink.address(`T1/B1/${name}`) },
  }));
  const desk = await openAlertDesk({ rules: [], channels });
  aType(desk.db);
  desk.pool(38.2137);
  desk.look();
  noteDigests(desk.db, [PLAN], desk.now());
  const passTo = (at: number) => desk.pass(at - desk.now());
  return {
    ...desk,
    passTo,
    /** The worker starts anew, at an instant, and asks for what is due. */
    restart: async (at: number) => {
      passTo(at);
      noteDigests(desk.db, [PLAN], at);
      const context = { db: desk.db, clock: { now: () => at, speed: 1 }, simulated: false };
      if (digestJob.isDue?.(context as never) === true) await digestJob.run(context as never);
    },
    /** The same in a process of its own, which may be killed. */
    process: async (at: number, dyingAt = '') => {
      passTo(at);
      const { ended } = startCommand(
        'tests/helpers/digest-maker.ts',
        [desk.db.path, String(at), dyingAt],
        {},
      );
      return ended;
    },
    issues: () =>
      listIssues(desk.db, 100)
        .map(({ period, state }) => `${period} ${state}`)
        .sort(),
    /** What each of the two has got, by the week that it is about. */
    got: () =>
      sink.received.map(({ path, text }) => `${path.slice(-3)} ${/\d{4}-W\d\d/.exec(text)?.[0]}`).sort(),
  };
}

const KILLED = { code: null, signal: 'SIGKILL', stdout: '', stderr: '' };
const MADE = { code: 0, signal: null, stdout: 'made', stderr: '' };
const NOTHING = { ...MADE, stdout: '' };

describe('an issue comes once a week to everybody who gets it', () => {
  it.each(['building', 'digest', 'delivery'])(
    'although the worker is killed as it is due: %s',
    async (moment) => {
      const desk = await openSubscribed();
      expect(await desk.process(DUE, moment)).toEqual(KILLED);
      // Nothing half: neither an issue without its messages nor a message without its issue.
      expect([desk.issues(), desk.outbox()]).toEqual([[], []]);
      expect(await desk.process(DUE + MINUTE)).toEqual(MADE);
      expect(await desk.process(DUE + 2 * MINUTE)).toEqual(NOTHING);
      expect(desk.issues()).toEqual(['2026-W48 sent']);
      await desk.deliverFor(MINUTE);
      expect(desk.got()).toEqual(['ada 2026-W48', 'bob 2026-W48']);
    },
  );

  it('although the worker that made it is gone before it was delivered', async () => {
    const desk = await openSubscribed();
    expect(await desk.process(DUE)).toEqual(MADE);
    expect(desk.got()).toEqual([]);
    await desk.restart(DUE + MINUTE);
    await desk.deliverFor(MINUTE);
    await desk.restart(DUE + HOUR);
    await desk.deliverFor(MINUTE);
    expect(desk.got()).toEqual(['ada 2026-W48', 'bob 2026-W48']);
  });

  it('over weeks in which the worker restarts every minute around the hour, or is down for an hour over it', async () => {
    const desk = await openSubscribed();
    const weeks = Array.from({ length: 6 }, (_, week) => DUE + week * 7 * DAY);
    for (const [week, due] of weeks.entries()) {
      const starts =
        week % 2 === 0 ? [-2, -1, 0, 1, 2].map((minute) => minute * MINUTE) : [-30 * MINUTE, 30 * MINUTE];
      for (const start of starts) await desk.restart(due + start);
      await desk.deliverFor(MINUTE);
    }
    const periods = ['2026-W48', '2026-W49', '2026-W50', '2026-W51', '2026-W52', '2026-W53'];
    expect(desk.issues()).toEqual(periods.map((period) => `${period} sent`));
    expect(desk.got()).toEqual(
      ['ada', 'bob'].flatMap((name) => periods.map((period) => `${name} ${period}`)),
    );
  });

  it('and not a second time when the clock is set back over the hour', async () => {
    const desk = await openSubscribed();
    await desk.restart(DUE + MINUTE);
    await desk.restart(DUE - 2 * HOUR);
    await desk.restart(DUE);
    await desk.deliverFor(MINUTE);
    expect(desk.got()).toEqual(['ada 2026-W48', 'bob 2026-W48']);
  });
});
