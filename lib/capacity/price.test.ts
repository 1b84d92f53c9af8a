import { describe, expect, test } from 'vitest';
import { HOUR } from '#lib/domain/time.ts';
import { perAcceleratorHour } from './price.ts';
import { latestEnd, qualifierOf, readQualifier } from './question.ts';

const START = Date.UTC(2026, 9, 6, 19, 8);

describe('a price per accelerator-hour', () => {
  test('is the fee over the hours delivered: 48 asked, 40.37 had, 1,443.55 paid', () => {
    const endAt = Date.UTC(2026, 9, 8, 11, 30);
    const price = perAcceleratorHour(1_443_550_000, 16, { startAt: START, endAt });
    // 35.76 an hour for the instance: the published rate of trn2.48xlarge.
    expect((price! * 16) / 1e6).toBeCloseTo(35.76, 2);
  });

  test('stays exact where numbers leave what a double can hold', () => {
    const span = { startAt: START, endAt: START + 4368 * HOUR };
    // 64 instances of 8 for half a year: 17.6 million dollars.
    expect(perAcceleratorHour(17_628_856_319_999, 512, span)).toBe(7_882_637);
  });

  test.each([
    [null, HOUR],
    [0, HOUR],
    [8, 0],
    [8, -HOUR],
  ])('of %s accelerators over %d ms is not known', (accelerators, ms) => {
    expect(perAcceleratorHour(1e9, accelerators, { startAt: START, endAt: START + ms })).toBeNull();
  });
});

describe('a question', () => {
  test.each([
    { item: 'p5.48xlarge', count: 8, durationHours: 168 },
    { item: 'p5.48xlarge', count: 8, durationHours: 168, startAfter: START },
    { item: 'p5.48xlarge', count: 8, durationHours: 24, startAfter: START, startBefore: START + HOUR },
    { item: 'p5.48xlarge', count: 1, durationHours: 24, startBefore: START },
  ])('%j comes back from its qualifier', (question) => {
    expect({ item: 'p5.48xlarge', ...readQualifier(qualifierOf(question)) }).toEqual(question);
  });

  test('asks for ends as late as the latest start and the whole duration', () => {
    expect(latestEnd({ item: 'x', count: 1, durationHours: 48, startBefore: START })).toBe(START + 48 * HOUR);
  });

  test('about the largest count has no count of its own', () => {
    expect(readQualifier('max@24h')).toBeUndefined();
  });
});
