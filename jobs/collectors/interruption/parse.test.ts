import { describe, expect, test } from 'vitest';
import { SchemaError } from '../../aws/errors.ts';
import { parseFeed } from './parse.ts';

const RANGES = [
  { index: 0, label: '<5%', dots: 0, max: 5 },
  { index: 1, label: '5-10%', dots: 1, max: 11 },
  { index: 4, label: '>20%', dots: 4, max: 100 },
];
const feed = (types: object, over: object = {}) =>
  JSON.stringify({
    instance_types: {},
    ranges: RANGES,
    spot_advisor: { 'us-east-1': { Linux: types, Windows: {} } },
    global_rate: '<10%',
    ...over,
  });
const everything = () => true;
const rate = (entry: unknown, over: object = {}) =>
  parseFeed(feed({ 'p5.48xlarge': entry }, over), everything)
    .get('us-east-1')
    ?.Linux.get('p5.48xlarge');

describe('a rate', () => {
  test('is the bucket of its label, with savings in percent', () => {
    expect(rate({ s: 60, r: 4 })).toEqual({ bucket: 4, savings: 60 });
    expect(rate({ s: 0, r: 0 })).toEqual({ bucket: 0, savings: 0 });
  });

  test('goes by the label and never by max: 10 % is not in the bucket that ends at 11', () => {
    const ranges = [{ index: 1, label: '10-15%', max: 11 }];
    expect(rate({ s: 60, r: 1 }, { ranges })).toEqual({ bucket: 2, savings: 60 });
  });

  test('finds its range by index, wherever that stands in the list', () => {
    expect(rate({ s: 60, r: 0 }, { ranges: [...RANGES].reverse() })).toEqual({ bucket: 0, savings: 60 });
  });

  test('of a new range is taken where one bucket holds it, and stops no other where none does', () => {
    const ranges = [...RANGES, { index: 5, label: '30-40%' }, { index: 6, label: '<10%' }];
    expect(rate({ s: 60, r: 5 }, { ranges })).toEqual({ bucket: 4, savings: 60 });
    expect(rate({ s: 60, r: 6 }, { ranges })).toBe('the range <10% lies in no bucket');
  });

  test.each([{ s: 'abc', r: 4 }, { s: 101, r: 4 }, { s: -1, r: 4 }, { s: 60 }, { s: 60, r: 9 }, null, 3])(
    'that reads %j is set aside, with why',
    (entry) => {
      expect(rate(entry)).toEqual(expect.any(String));
    },
  );
});

describe('the feed', () => {
  test('keeps Windows apart, and leaves out types that nobody watches', () => {
    const text = feed(
      {},
      {
        spot_advisor: {
          'us-east-1': { Linux: { 'p5.48xlarge': { s: 1, r: 0 }, 'm5.large': { s: 2, r: 0 } } },
          'eu-west-1': { Windows: { 'g6.xlarge': { s: 3, r: 1 } }, Linux: {} },
        },
      },
    );
    const advice = parseFeed(text, (type) => type !== 'm5.large');
    expect([...(advice.get('us-east-1')?.Linux.keys() ?? [])]).toEqual(['p5.48xlarge']);
    expect(advice.get('us-east-1')?.Windows.size).toBe(0);
    expect(advice.get('eu-west-1')?.Windows.get('g6.xlarge')).toEqual({ bucket: 1, savings: 3 });
  });

  test.each<[string, string]>([
    ['a login page', '<html>log in</html>'],
    ['nothing', ''],
    ['half of it', feed({}).slice(0, 40)],
    ['JSON of something else', '{"prices":[]}'],
    ['no region', feed({}, { spot_advisor: {} })],
    ['no ranges', feed({}, { ranges: [] })],
    ['a list', '[]'],
  ])('that is %s is a broken answer', (_, text) => {
    expect(() => parseFeed(text, everything)).toThrow(SchemaError);
  });
});
