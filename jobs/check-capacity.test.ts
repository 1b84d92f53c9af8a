import { describe, expect, test } from 'vitest';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { type CapacityAsk, DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { WATCH_EVERYTHING, type Watch } from '#lib/config/watch.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { checkCapacity } from './check-capacity.ts';

const NOW = Date.UTC(2026, 10, 22);
const KNOWN = { regions: KNOWN_REGIONS, types: [...DESCRIBED.keys()] };
const ASK: CapacityAsk = { name: 'run', type: 'p5.48xlarge', count: 8, durationHours: 168, regions: [] };

const check = (capacity: Partial<typeof DEFAULT_CAPACITY>, watch: Partial<Watch> = {}) => {
  const watched = { ...WATCH_EVERYTHING, ...watch };
  return () =>
    checkCapacity({ ...DEFAULT_CAPACITY, ...capacity }, watched, KNOWN, { db: undefined, now: NOW });
};

describe('what is asked about Capacity Blocks, before AWS has told what it sells', () => {
  test('is taken as it comes by default', () => {
    expect(check({})).not.toThrow();
    expect(check({ asks: [ASK, { ...ASK, type: 'u-p6e-gb200x72', count: 1 }] })).not.toThrow();
  });

  test.each<[Partial<CapacityAsk>, Partial<Watch>, string, RegExp]>([
    [{ type: 'p5.48xlage' }, {}, 'TYPE_UNKNOWN', /did you mean p5\.48xlarge\?/],
    [{ type: 'u-p6e-gb200x71' }, {}, 'TYPE_UNKNOWN', /did you mean u-p6e-gb200x7?/],
    [{ regions: ['us-east1'] }, {}, 'REGION_UNKNOWN', /did you mean us-east-1\?/],
    [{ regions: ['us-east-1'] }, { regions: ['us-west-2'] }, 'CONFIG_INVALID', /"run".*not watched/],
    [{ startBefore: NOW - 1 }, {}, 'START_WINDOW', /"run" has passed/],
  ])('%j is refused where %j is watched: %s', (ask, watch, code, message) => {
    expect(check({ asks: [{ ...ASK, ...ask }] }, watch)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test('is refused where it would take longer than there is, and taken for fewer types', () => {
    const grid = { counts: [1, 2, 4, 8, 16], durationsHours: [24, 72, 168, 336] };
    expect(check({ grid })).toThrow(expect.objectContaining({ code: 'SWEEP_TOO_LONG' }));
    expect(check({ grid }, { types: ['p5.48xlarge'] })).not.toThrow();
  });
});
