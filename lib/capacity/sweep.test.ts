import { describe, expect, test } from 'vitest';
import { DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { BLOCK_DURATIONS_HOURS } from './durations.ts';
import { narrow, nextProbe, UNKNOWN_BOUNDS } from './largest.ts';
import { checkSweep, type RegionFacts, standingQuestions } from './standing.ts';
import { type Asked, planSweep } from './sweep.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const PACE = { intervalMs: 30 * MINUTE, perSecond: 0.1 };
const ROOM = 162;

const region = (facts: Partial<RegionFacts> = {}): RegionFacts => ({
  region: 'us-east-1',
  types: ['p5.48xlarge'],
  ultraServers: [],
  ...facts,
});
const TYPES = Array.from({ length: 9 }, (_, i) => `p${i}.48xlarge`);

/** Asks what is planned at each cycle, as if AWS answered at once; how often each question was asked. */
function live(facts: RegionFacts, cycles: number, outcomeOf: (key: string, at: number) => Asked['outcome']) {
  const state = new Map<string, Asked>();
  const times = new Map<string, number>();
  const calls: number[] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const now = NOW + cycle * PACE.intervalMs;
    const never: Asked = { outcome: 'never', lastLookAt: null, lastCompleteAt: null };
    const questions = standingQuestions(facts, DEFAULT_CAPACITY, now);
    const plan = planSweep(questions, (key) => state.get(key) ?? never, now, PACE);
    calls.push(plan.reduce((sum, one) => sum + one.calls, 0));
    for (const { key } of plan) {
      const outcome = outcomeOf(key, now);
      const before = state.get(key)?.lastCompleteAt ?? null;
      const complete = ['value', 'none', 'not_sold'].includes(outcome);
      state.set(key, { outcome, lastLookAt: now, lastCompleteAt: complete ? now : before });
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return { times, calls, state };
}

describe('the questions of a region', () => {
  test('are the grid each cycle, every duration and the largest count once a day', () => {
    const questions = standingQuestions(region(), DEFAULT_CAPACITY, NOW);
    const of = (cadence: string) =>
      questions.filter((one) => one.cadence === cadence).map((one) => one.qualifier);
    expect(of('cycle')).toEqual(['1x24h', '8x24h', '1x168h', '8x168h']);
    expect(of('daily')).toHaveLength(BLOCK_DURATIONS_HOURS.length - 2 + 1);
    expect(of('daily')).toContain('max@24h');
    expect(new Set(questions.map((one) => one.key)).size).toBe(questions.length);
  });

  test('include the users’ own, exactly as they stand, and each once', () => {
    const asks = [
      { name: 'a', type: 'p5.48xlarge', count: 16, durationHours: 336, regions: [] },
      { name: 'b', type: 'trn2.48xlarge', count: 1, durationHours: 24, regions: ['us-east-1'] },
      { name: 'c', type: 'p5.48xlarge', count: 8, durationHours: 24, regions: [] },
      { name: 'd', type: 'p5.48xlarge', count: 4, durationHours: 24, regions: ['us-east-2'] },
    ];
    const questions = standingQuestions(region(), { ...DEFAULT_CAPACITY, asks }, NOW);
    const cycle = questions.filter((one) => one.cadence === 'cycle').map((one) => one.key);
    expect(cycle.toSorted()).toEqual(
      [
        'p5.48xlarge 16x336h',
        'trn2.48xlarge 1x24h',
        'p5.48xlarge 8x24h',
        'p5.48xlarge 1x24h',
        'p5.48xlarge 1x168h',
        'p5.48xlarge 8x168h',
      ].toSorted(),
    );
  });

  test('keep a question with a window apart, until the window has passed', () => {
    const window = { startAfter: NOW + DAY, startBefore: NOW + 3 * DAY };
    const asks = [{ name: 'a', type: 'p5.48xlarge', count: 8, durationHours: 24, regions: [], ...window }];
    const keys = (at: number) =>
      standingQuestions(region(), { ...DEFAULT_CAPACITY, asks }, at).map((one) => one.key);
    expect(keys(NOW)).toContain('p5.48xlarge 8x24h@2026-11-23T09:00:00Z/2026-11-25T09:00:00Z');
    expect(keys(NOW + 4 * DAY).filter((key) => key.includes('@2026'))).toEqual([]);
  });

  test('look for UltraServers once a day everywhere, and at every cycle where one was found', () => {
    const ultraServers = [
      { item: 'u-p6e-gb200x36', found: false },
      { item: 'u-p6e-gb200x72', found: true },
    ];
    const questions = standingQuestions(region({ types: [], ultraServers }), DEFAULT_CAPACITY, NOW);
    const of = (item: string, cadence: string) =>
      questions.filter((one) => one.item === item && one.cadence === cadence).map((one) => one.qualifier);
    expect(of('u-p6e-gb200x36', 'cycle')).toEqual([]);
    expect(of('u-p6e-gb200x36', 'daily')).toEqual(['1x24h']);
    expect(of('u-p6e-gb200x72', 'cycle')).toEqual(['1x24h', '1x168h']);
  });
});

describe('a sweep', () => {
  test('asks every cycle’s questions each time and spreads the daily ones over the day', () => {
    const { times, calls } = live(region({ types: TYPES }), 4 * 48, () => 'none');
    for (const [key, asked] of times)
      if (/[18]x(24|168)h/.test(key)) expect([key, asked]).toEqual([key, 192]);
      else expect(asked, key).toBeGreaterThanOrEqual(3);
    for (const [key, asked] of times)
      if (!/[18]x(24|168)h/.test(key)) expect(asked, key).toBeLessThanOrEqual(5);
    // 36 of the grid, and at most twice the even share of 387 daily calls.
    expect(Math.max(...calls)).toBeLessThanOrEqual(36 + 17);
    expect(Math.max(...calls)).toBeLessThan(ROOM);
  });

  test('asks again next time what was refused or failed', () => {
    const { state, times } = live(region(), 6, (_, at) => (at < NOW + 2 * HOUR ? 'throttled' : 'none'));
    expect([...times].filter(([key]) => key.endsWith('8x24h'))).toEqual([['p5.48xlarge 8x24h', 6]]);
    expect(state.get('p5.48xlarge 8x24h')).toMatchObject({ outcome: 'none' });
  });

  test('asks what AWS does not sell there once a day', () => {
    const { times } = live(region(), 3 * 48, () => 'not_sold');
    const asked = times.get('p5.48xlarge 8x168h') ?? 0;
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThanOrEqual(4);
  });

  test('begins with what has waited longest, so that one that was cut short goes on', () => {
    const questions = standingQuestions(region(), DEFAULT_CAPACITY, NOW);
    const askedOf = (key: string): Asked => {
      const at = key.endsWith('8x168h') ? NOW - 2 * HOUR : NOW - HOUR;
      return { outcome: 'value', lastLookAt: at, lastCompleteAt: at };
    };
    expect(planSweep(questions, askedOf, NOW, PACE)[0]?.key).toBe('p5.48xlarge 8x168h');
  });

  test('asks nothing twice within a cycle', () => {
    const questions = standingQuestions(region(), DEFAULT_CAPACITY, NOW);
    const just: Asked = { outcome: 'value', lastLookAt: NOW, lastCompleteAt: NOW };
    expect(planSweep(questions, () => just, NOW + MINUTE, PACE)).toEqual([]);
  });

  test('asks after a clock was set back, whatever it asked before lies ahead', () => {
    const questions = standingQuestions(region(), DEFAULT_CAPACITY, NOW);
    const ahead: Asked = { outcome: 'value', lastLookAt: NOW + 2 * HOUR, lastCompleteAt: NOW + 2 * HOUR };
    const keys = planSweep(questions, () => ahead, NOW, PACE).map((one) => one.key);
    expect(keys).toContain('p5.48xlarge 8x24h');
    expect(keys.length).toBeGreaterThan(4);
  });

  test('asks every daily question each day, though AWS chokes on most of them every time', () => {
    const isChoked = (key: string) => /1x(504|[67]\d\d|[1-4]\d\d\d)h/.test(key);
    const { times } = live(region({ types: TYPES }), 4 * 48, (key) => (isChoked(key) ? 'failed' : 'none'));
    for (const [key, asked] of times) expect(asked, key).toBeGreaterThanOrEqual(3);
    expect(times.get('p0.48xlarge 1x72h')).toBeLessThanOrEqual(5);
    expect(times.size).toBe(TYPES.length * (BLOCK_DURATIONS_HOURS.length + 3));
  });

  test('finds the largest count even where next to nothing is left for daily questions', () => {
    const full = { counts: [1, 8, 16, 32], durationsHours: BLOCK_DURATIONS_HOURS };
    const questions = standingQuestions(region(), { grid: full, asks: [] }, NOW);
    const slow = { ...PACE, perSecond: 154 / 1620 };
    const never: Asked = { outcome: 'never', lastLookAt: null, lastCompleteAt: null };
    const keys = planSweep(questions, () => never, NOW, slow).map((one) => one.key);
    expect(keys).toHaveLength(152 + 1);
    expect(keys.at(-1)).toBe('p5.48xlarge max@24h');
  });

  test('that AWS’s rate does not let through is refused with the arithmetic', () => {
    const grid = { counts: [1, 2, 4, 8, 16, 32], durationsHours: [24, 72, 168, 336] };
    const facts = region({ types: TYPES });
    const check = () => checkSweep('us-east-1', standingQuestions(facts, { grid, asks: [] }, NOW), PACE);
    expect(check).toThrow(
      expect.objectContaining({
        code: 'SWEEP_TOO_LONG',
        message: expect.stringMatching(
          /224 Capacity Block queries in us-east-1 \(216 each time, 8 of the daily ones\) need 2240 s at 0\.1 calls a second, of an interval of 1800 s 1620 s may be used; remove/,
        ),
        accepted: 'at most 162 queries in a region',
      }),
    );
    expect(() =>
      checkSweep('us-east-1', standingQuestions(facts, DEFAULT_CAPACITY, NOW), PACE),
    ).not.toThrow();
  });
});

test('the largest count is found with at most seven questions, whatever it is', () => {
  for (let largest = 0; largest <= 64; largest++) {
    let bounds = UNKNOWN_BOUNDS;
    let asked = 0;
    for (let count = nextProbe(bounds); count !== undefined; count = nextProbe(bounds)) {
      bounds = narrow(bounds, count, count <= largest);
      asked++;
    }
    expect(bounds.least).toBe(largest);
    expect(asked).toBeLessThanOrEqual(7);
  }
});
