import { describe, expect, it } from 'vitest';
import { findGaps, type GapQuestion, TAIL_ALLOWED } from './gaps.ts';

const base: GapQuestion = {
  window: { from: 1000, to: 9000 },
  now: 9000,
  coverage: [{ from: 0, to: 9000 }],
  tail: 'failed',
  steps: { at: [500], value: [7] },
};

const gaps = (change: Partial<GapQuestion>) => findGaps({ ...base, ...change });

describe('findGaps', () => {
  it('finds none where everything is known and priced', () => {
    expect(gaps({})).toEqual([]);
  });

  it('calls the time before and between looks never', () => {
    const coverage = [
      { from: 2000, to: 3000 },
      { from: 4000, to: 9000 },
    ];
    expect(gaps({ coverage })).toEqual([
      { from: 1000, to: 2000, outcome: 'never' },
      { from: 3000, to: 4000, outcome: 'never' },
    ]);
  });

  it('calls the time since the newest look by the last outcome, once it is long enough', () => {
    const now = 9000 + TAIL_ALLOWED;
    const window = { from: 1000, to: now + 5000 };
    expect(gaps({ window, now: now - 1 })).toEqual([]);
    expect(gaps({ window, now })).toEqual([{ from: 9000, to: now, outcome: 'failed' }]);
  });

  describe('a hole in which looks failed', () => {
    const coverage = [
      { from: 2000, to: 3000 },
      { from: 4000, to: 5000 },
      { from: 6000, to: 9000 },
    ];
    const failures = [
      { at: 3100, outcome: 'throttled' as const },
      { at: 3900, outcome: 'denied' as const },
    ];

    it('says what the last of them came to, also after a good look', () => {
      expect(gaps({ coverage, failures })).toEqual([
        { from: 1000, to: 2000, outcome: 'never' },
        { from: 3000, to: 4000, outcome: 'denied' },
        { from: 5000, to: 6000, outcome: 'never' },
      ]);
    });

    it('says the same whichever part of it is asked for', () => {
      expect(gaps({ coverage, failures, window: { from: 3200, to: 3300 } })).toEqual([
        { from: 3200, to: 3300, outcome: 'denied' },
      ]);
    });

    it('was not asked about before the first of them, where nothing was known yet', () => {
      expect(
        gaps({ coverage, failures: [{ at: 1500, outcome: 'failed' }, ...failures] }).slice(0, 2),
      ).toEqual([
        { from: 1000, to: 1500, outcome: 'never' },
        { from: 1500, to: 2000, outcome: 'failed' },
      ]);
    });
  });

  it('is one gap to the present where nothing was ever seen', () => {
    expect(gaps({ coverage: [], now: 5000, tail: 'denied' })).toEqual([
      { from: 1000, to: 5000, outcome: 'denied' },
    ]);
  });

  it('tells where no price was on record', () => {
    const steps = { at: [2000, 3000, 4000, 6000], value: [7, null, null, 8] };
    expect(gaps({ steps })).toEqual([
      { from: 1000, to: 2000, outcome: 'none' },
      { from: 3000, to: 6000, outcome: 'none' },
    ]);
  });

  it('starts inside an ended price and ends inside one', () => {
    const steps = { at: [500, 2000, 8000], value: [null, 7, null] };
    expect(gaps({ steps })).toEqual([
      { from: 1000, to: 2000, outcome: 'none' },
      { from: 8000, to: 9000, outcome: 'none' },
    ]);
  });

  it('never counts a stretch twice', () => {
    const coverage = [
      { from: 0, to: 4000 },
      { from: 5000, to: 9000 },
    ];
    expect(gaps({ coverage, steps: { at: [500, 3000], value: [7, null] } })).toEqual([
      { from: 3000, to: 4000, outcome: 'none' },
      { from: 4000, to: 5000, outcome: 'never' },
      { from: 5000, to: 9000, outcome: 'none' },
    ]);
  });

  it('says nothing of the future', () => {
    expect(gaps({ now: 1000, coverage: [] })).toEqual([]);
  });
});
