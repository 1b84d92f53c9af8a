import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { checkWindows, DEFAULT_CAPACITY, parseCapacity } from './capacity.ts';

const NOW = Date.UTC(2026, 10, 22);
const ASK = { name: 'autumn run', type: 'p5.48xlarge', count: 8, duration: '7d' };

/** What a section is refused with. */
function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) {
      const { code, field, received, accepted, message } = error;
      return { code, field, received, accepted, message };
    }
    throw error;
  }
  throw new Error('it was taken');
}

describe('the capacity section', () => {
  test('left empty asks for one and eight instances, for a day and for a week', () => {
    expect(parseCapacity(null)).toEqual(DEFAULT_CAPACITY);
    expect(parseCapacity({ grid: { counts: [2] } }).grid).toEqual({ counts: [2], durationsHours: [24, 168] });
  });

  test('reads durations in hours and days, and the window of a question', () => {
    const capacity = parseCapacity({
      grid: { counts: [8, 1, 8], durations: ['14d', '24h', '182d'] },
      asks: [
        { ...ASK, regions: ['us-east-1'], startAfter: '2026-12-01', startBefore: '2026-12-05T11:30:00Z' },
      ],
    });
    expect(capacity.grid).toEqual({ counts: [1, 8], durationsHours: [24, 336, 4368] });
    expect(capacity.asks).toEqual([
      {
        name: 'autumn run',
        type: 'p5.48xlarge',
        count: 8,
        durationHours: 168,
        regions: ['us-east-1'],
        startAfter: Date.UTC(2026, 11, 1),
        startBefore: Date.UTC(2026, 11, 5, 11, 30),
      },
    ]);
  });

  test.each(['36h', '15d', '200d', '1h', '25h', '20d', '7', 'a week', '183d', '-1d', ''])(
    'refuses a duration of %j and says which are sold',
    (duration) => {
      expect(refusal(() => parseCapacity({ asks: [{ ...ASK, duration }] }))).toMatchObject({
        code: 'DURATION_NOT_OFFERED',
        field: 'capacity.asks[0].duration',
        received: duration,
        accepted: expect.stringMatching(/1 to 14 whole days.*weeks up to 26/),
      });
    },
  );

  test.each([0, 65, 1.5, -8])('refuses a count of %d and says which are sold', (count) => {
    expect(refusal(() => parseCapacity({ grid: { counts: [1, count] } }))).toMatchObject({
      code: 'COUNT_RANGE',
      field: 'capacity.grid.counts[1]',
      received: String(count),
      accepted: expect.stringContaining('1 to 64'),
    });
  });

  test('knows that one UltraServer is one block', () => {
    const asks = [{ ...ASK, type: 'u-p6e-gb200x72', count: 2 }];
    expect(refusal(() => parseCapacity({ asks }))).toMatchObject({ code: 'COUNT_RANGE', received: '2' });
  });

  test.each([
    [{ startAfter: '2026-12-05', startBefore: '2026-12-01' }, 'startBefore'],
    [{ startAfter: 'next week' }, 'startAfter'],
    [{ startBefore: '2026-02-31' }, 'startBefore'],
  ])('refuses the window %j', (window, field) => {
    expect(refusal(() => parseCapacity({ asks: [{ ...ASK, ...window }] }))).toMatchObject({
      code: 'START_WINDOW',
      field: `capacity.asks[0].${field}`,
    });
  });

  test.each([
    [{ startBefore: '2026-11-21' }, /has passed/],
    [{ startAfter: '2027-02-01' }, /eight weeks/],
  ])('refuses the window %j at the start, naming the dates that are left', (window, message) => {
    const capacity = parseCapacity({ asks: [{ ...ASK, ...window }] });
    expect(refusal(() => checkWindows(capacity, NOW))).toMatchObject({
      code: 'START_WINDOW',
      message: expect.stringMatching(message),
      accepted: 'between 2026-11-22T00:00:00Z and 2027-01-17T00:00:00Z',
    });
  });

  test.each<[unknown, RegExp, string?]>([
    [{ gird: {} }, /capacity\.gird: there is no such field: did you mean grid\?/, 'UNKNOWN_FIELD'],
    [{ asks: [{ ...ASK, count: '8' }] }, /asks\[0\]\.count: expected a whole number \(received "8"\)/],
    [{ grid: { counts: [] } }, /name at least one count/],
    [{ asks: [ASK, ASK] }, /asks\[1\]\.name: two questions have the same name/],
    [[], /capacity/],
  ])('refuses %j by its place', (section, message, code = 'CONFIG_INVALID') => {
    expect(refusal(() => parseCapacity(section))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
