import { describe, expect, test } from 'vitest';
import { parseScores } from './parse.ts';

const EAST = { Region: 'us-east-1', Score: 7 };
const about = (level: 'region' | 'zone', items: unknown[], regions = ['us-east-1', 'us-west-2']) =>
  parseScores(items, { level, regions });

describe('an answer about regions', () => {
  test('is read, and whole: no more than ten were asked about', () => {
    expect(about('region', [EAST])).toEqual({
      scores: [{ region: 'us-east-1', zoneId: '', score: 7 }],
      items: 1,
      doubts: new Map(),
      reason: undefined,
      isWhole: true,
    });
  });

  test.each([0, 11, -1, 5.5, '7', null, undefined])('sets a score of %j aside', (Score) => {
    const { scores, doubts } = about('region', [
      { Region: 'us-east-1', Score },
      { Region: 'us-west-2', Score: 1 },
    ]);
    expect(scores).toEqual([{ region: 'us-west-2', zoneId: '', score: 1 }]);
    expect(doubts).toEqual(new Map([['us-east-1', 1]]));
  });

  test.each<[string, unknown, string]>([
    ['a region that was not asked about', { Region: 'eu-west-1', Score: 5 }, ''],
    ['no region', { Score: 5 }, ''],
    ['a zone where regions were asked for', { ...EAST, AvailabilityZoneId: 'use1-az1' }, 'us-east-1'],
    ['nothing', null, ''],
  ])('sets aside an entry of %s', (_, entry, region) => {
    const { scores, doubts } = about('region', [entry]);
    expect(scores).toEqual([]);
    expect(doubts).toEqual(new Map([[region, 1]]));
  });

  test('takes the same score twice once, and two scores of one region for none', () => {
    expect(about('region', [EAST, EAST]).scores).toHaveLength(1);
    const two = about('region', [EAST, { ...EAST, Score: 3 }]);
    expect(two.scores).toEqual([]);
    expect(two.reason).toBe('two scores for us-east-1: 7 and 3');
  });
});

describe('an answer about zones', () => {
  const zone = (n: number) => ({ Region: 'us-east-1', AvailabilityZoneId: `use1-az${n}`, Score: 3 });

  test('has zone IDs; an entry without one is set aside', () => {
    const { scores, doubts } = about('zone', [zone(1), EAST], ['us-east-1']);
    expect(scores).toEqual([{ region: 'us-east-1', zoneId: 'use1-az1', score: 3 }]);
    expect(doubts).toEqual(new Map([['us-east-1', 1]]));
  });

  test('of ten entries may be the best ten of more: it proves nothing of the others', () => {
    const zones = Array.from({ length: 10 }, (_, i) => zone(i + 1));
    expect(about('zone', zones.slice(1), ['us-east-1']).isWhole).toBe(true);
    expect(about('zone', zones, ['us-east-1']).isWhole).toBe(false);
  });
});
