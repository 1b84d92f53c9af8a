import { describe, expect, test } from 'vitest';
import { dueSlot, jitterOf, type ScheduleInput } from './schedule.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const JOB = 'spot-price';
const INTERVAL = 5 * MINUTE;
const JITTER = jitterOf(JOB, INTERVAL);
/** The start of a slot. */
const SLOT = Date.UTC(2026, 10, 22, 12) + JITTER;

const ask = (over: Partial<ScheduleInput>) =>
  dueSlot({ job: JOB, intervalMs: INTERVAL, now: SLOT, last: undefined, sinceStartMs: undefined, ...over });
const ran = (slot: number, state = 'ok', startedAt = slot) => ({ slot, startedAt, state });

describe('when a job is due', () => {
  test('a job that never ran is due now', () => {
    expect(ask({ now: SLOT + 1000 })).toEqual({ slot: SLOT });
  });

  test('a slot that was run is not due again before the next', () => {
    expect(ask({ now: SLOT + INTERVAL - 1, last: ran(SLOT) })).toBeUndefined();
    expect(ask({ now: SLOT + INTERVAL, last: ran(SLOT) })).toEqual({ slot: SLOT + INTERVAL });
  });

  test('whatever was missed is one run, in the newest slot', () => {
    const now = SLOT + 3 * DAY + MINUTE;
    expect(ask({ now, last: ran(SLOT) })).toEqual({ slot: SLOT + 3 * DAY });
    expect(ask({ now: now + 1000, last: ran(SLOT + 3 * DAY) })).toBeUndefined();
  });

  test('asking does not depend on how often one asks', () => {
    const last = ran(SLOT);
    for (let ms = 0; ms < INTERVAL; ms += 1000) expect(ask({ now: SLOT + ms, last })).toBeUndefined();
  });
});

describe('a run that went wrong', () => {
  const daily = { intervalMs: DAY, job: 'region' };
  const slot = Date.UTC(2026, 10, 22) + jitterOf('region', DAY);
  test.each([
    ['failed', 5 * MINUTE],
    ['timeout', 5 * MINUTE],
    ['partial', HOUR],
  ])('%s of a daily job is tried again before a day is over', (state, wait) => {
    const last = ran(slot, state);
    expect(ask({ ...daily, now: slot + wait - 1, last })).toBeUndefined();
    expect(ask({ ...daily, now: slot + wait, last })).toEqual({ slot: slot + wait });
  });

  test('an aborted run is tried again at once, in a slot of its own', () => {
    expect(ask({ last: ran(SLOT, 'aborted') })).toEqual({ slot: SLOT + 1 });
  });

  test('a retry never takes a slot that is taken', () => {
    const last = ran(SLOT + 10 * MINUTE, 'failed', SLOT);
    expect(ask({ now: SLOT + 6 * MINUTE, last })).toEqual({ slot: SLOT + 10 * MINUTE + 1 });
  });
});

describe('a clock that steps', () => {
  test('set back by two hours: the job goes on within one interval', () => {
    const last = ran(SLOT);
    const now = SLOT - 2 * HOUR;
    expect(ask({ now, last, sinceStartMs: INTERVAL - 1 })).toBeUndefined();
    expect(ask({ now, last, sinceStartMs: INTERVAL })).toEqual({ slot: SLOT + 1 });
  });

  test('set back while the process was away: the job runs once and then keeps its interval', () => {
    const last = ran(SLOT);
    const now = SLOT - 30 * DAY;
    expect(ask({ now, last })).toEqual({ slot: SLOT + 1 });
    const again = ran(SLOT + 1, 'ok', now);
    expect(ask({ now: now + 1000, last: again, sinceStartMs: 1000 })).toBeUndefined();
    expect(ask({ now: now + INTERVAL, last: again, sinceStartMs: INTERVAL })).toEqual({ slot: SLOT + 2 });
  });

  test('set forward by 30 days: one run', () => {
    const now = SLOT + 30 * DAY;
    expect(ask({ now, last: ran(SLOT), sinceStartMs: 1000 })).toEqual({ slot: now });
    expect(ask({ now: now + 1000, last: ran(now), sinceStartMs: 1000 })).toBeUndefined();
  });
});

describe('jitter', () => {
  test('is the same for a job every time, and at most a tenth of its interval', () => {
    for (const job of ['region', 'instance-type', 'spot-price', 'spot-history', 'on-demand-price', '']) {
      for (const interval of [1, 60_000, INTERVAL, DAY]) {
        const jitter = jitterOf(job, interval);
        expect(jitter).toBe(jitterOf(job, interval));
        expect(jitter).toBeGreaterThanOrEqual(0);
        expect(jitter).toBeLessThanOrEqual(interval / 10);
      }
    }
  });

  test('keeps jobs of the same interval apart', () => {
    const places = ['region', 'on-demand-price', 'instance-type'].map((job) => jitterOf(job, DAY));
    expect(new Set(places).size).toBe(places.length);
  });
});
