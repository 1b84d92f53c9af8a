import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { configurationsOf, MOST_CONFIGURATIONS } from '#lib/scores/configurations.ts';
import { DEFAULT_SCORES, parseScores } from './scores.ts';

const HOPPER = ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];
const basket = { name: 'hopper', types: HOPPER, capacities: [8], regions: ['us-east-1'] };
const regions = (count: number) => Array.from({ length: count }, (_, i) => `region-${i}`);

function refusal(...baskets: object[]): string {
  try {
    parseScores({ baskets });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('what is scored when nobody says otherwise', () => {
  it('leaves a configuration free, so that one can be tried without waiting a day', () => {
    expect(configurationsOf(DEFAULT_SCORES.baskets)).toHaveLength(MOST_CONFIGURATIONS - 1);
  });

  it('would be accepted as settings', () => {
    expect(parseScores({ baskets: DEFAULT_SCORES.baskets }).baskets).toEqual(DEFAULT_SCORES.baskets);
    expect(parseScores({})).toEqual(DEFAULT_SCORES);
  });

  it('can be switched off by an empty list', () => {
    expect(parseScores({ baskets: [] }).baskets).toEqual([]);
  });
});

describe('a basket', () => {
  it('takes its level from the regions unless told', () => {
    expect(parseScores({ baskets: [basket] }).baskets).toEqual([{ ...basket, level: 'region' }]);
  });

  it.each([
    ['two types', HOPPER.slice(0, 2)],
    ['one type named three times', ['p5.48xlarge', 'p5.48xlarge', 'p5.48xlarge']],
  ])('of fewer than three distinct types is refused, and says why: %s', (_, types) => {
    expect(refusal({ ...basket, types })).toBe(
      'scores.baskets[0].types: must name at least 3 distinct types: AWS scores fewer low whatever capacity there is',
    );
  });

  it('of types with different numbers of chips is refused: eight of which would it be?', () => {
    expect(refusal({ ...basket, types: ['g6e.xlarge', 'g6e.12xlarge', 'g6e.48xlarge'] })).toMatch(
      /not comparable.*g6e\.xlarge 1, g6e\.12xlarge 4, g6e\.48xlarge 8/,
    );
  });

  it('may hold a type that nobody has described yet', () => {
    const types = [...HOPPER, 'p9.48xlarge'];
    expect(parseScores({ baskets: [{ ...basket, types }] }).baskets[0]?.types).toEqual(types);
  });

  it('is refused with a pattern for a type: a new type would change the question', () => {
    expect(refusal({ ...basket, types: ['p5*', ...HOPPER] })).toMatch(
      /types\[0\]: name the types one by one/,
    );
  });

  it.each<[object, RegExp]>([
    [{ capacities: [0] }, /capacities\[0\]: must be 1 to 100000 instances \(received "0"\)/],
    [{ capacities: [1.5] }, /capacities\[0\]: expected a whole number of instances/],
    [{ capacities: [] }, /capacities: name at least one/],
    [{ regions: undefined }, /regions: is missing: expected a list of regions/],
    [{ level: 'zones' }, /level: expected one of region, zone/],
    [{ name: 'Hopper/8' }, /name: must be 1 to 40 lower-case letters/],
    [{ capacity: [8] }, /capacity: there is no such field: known: name, types, capacities/],
  ])('is refused with %j', (over, line) => {
    expect(refusal({ ...basket, ...over })).toMatch(line);
  });

  it('may be asked at both levels under one name, and not twice at one', () => {
    const zones = { ...basket, level: 'zone' };
    expect(parseScores({ baskets: [basket, zones] }).baskets).toHaveLength(2);
    expect(refusal(basket, { ...basket, capacities: [1] })).toMatch(/taken by a basket of the same level/);
  });

  it('cannot have the name of another one: its history is the history of one question', () => {
    const types = ['trn1.32xlarge', 'trn1n.32xlarge', 'trn2.48xlarge'];
    expect(refusal(basket, { ...basket, level: 'zone', types })).toMatch(/taken by a basket of other types/);
  });
});

describe('the number of configurations', () => {
  it('is the capacities times the calls that the regions need', () => {
    const wide = { ...basket, capacities: [1, 8], regions: regions(11) };
    expect(configurationsOf(parseScores({ baskets: [wide] }).baskets)).toHaveLength(4);
  });

  it('may be ten, and the eleventh is refused with the sum', () => {
    const ten = { ...basket, level: 'zone', regions: regions(10) };
    expect(configurationsOf(parseScores({ baskets: [ten] }).baskets)).toHaveLength(10);
    expect(refusal(basket, ten)).toBe(
      'scores.baskets: 11 configurations, and AWS takes about 10 of an account in 24 hours (hopper: 1 capacity × 1 set of up to 10 regions = 1; hopper: 1 capacity × 10 regions asked zone by zone = 10)',
    );
  });

  it('says every problem at once', () => {
    const message = refusal({ ...basket, types: [] }, { ...basket, capacities: [-1] });
    expect(message).toMatch(
      /^2 problems: scores\.baskets\[0\]\.types.*scores\.baskets\[1\]\.capacities\[0\]/,
    );
  });
});
