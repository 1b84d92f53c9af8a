import { expect, test } from 'vitest';
import { targetOf } from '#tests/helpers/block-offer.ts';
import { askedOf, choiceHref, combinationOf, parseChoice, questionHref, windowOf } from './choice.ts';

const WINDOW = '4x72h@2026-11-30T00:00:00Z/2026-12-20T00:00:00Z';
const asked = askedOf([
  ...['8x168h', '1x24h', '8x24h', 'max@24h', WINDOW].map((qualifier) => targetOf({ qualifier })),
  targetOf({ region: 'eu-north-1', qualifier: '8x168h' }),
  targetOf({ qualifier: '64x24h', current: false }),
  targetOf({ item: 'p4d.24xlarge', qualifier: '1x24h' }),
]);
const parse = (params: Record<string, string>) => parseChoice(params, asked, 'p5.48xlarge', ['us-east-2']);

test('offers what is asked now, each question once, the largest count left out', () => {
  expect([...asked.keys()]).toEqual(['p4d.24xlarge', 'p5.48xlarge']);
  expect(asked.get('p5.48xlarge')?.map((one) => one.qualifier)).toEqual(['1x24h', WINDOW, '8x24h', '8x168h']);
});

test('begins with eight for a week where that is asked, and with the first question where it is not', () => {
  expect(parse({})).toMatchObject({ type: 'p5.48xlarge', count: 8, durationHours: 168, region: '', days: 7 });
  expect(parse({ type: 'p4d.24xlarge' })).toMatchObject({ count: 1, durationHours: 24 });
});

test('takes a count and duration nobody asks, so that the page can say so; leaves out what is no choice', () => {
  const choice = parse({ type: 'x', count: '3', duration: '5d', region: 'mars', sort: 'luck', days: '9' });
  expect(choice).toMatchObject({ type: 'p5.48xlarge', count: 3, durationHours: 120, region: '' });
  expect(choice).toMatchObject({ sort: 'start', days: 7 });
  expect(combinationOf(choice, asked)).toBeUndefined();
  expect(parse({ count: '0', duration: '5h' })).toMatchObject({ count: 8, durationHours: 168 });
});

test('finds a question that is asked for a window only', () => {
  const question = combinationOf(parse({ count: '4', duration: '3d' }), asked);
  expect(question?.startBefore).toBe(Date.UTC(2026, 11, 20));
  expect(question && windowOf(question)).toBe('2026-11-30T00:00:00Z/2026-12-20T00:00:00Z');
});

test('keeps a choice through its address', () => {
  const view = {
    type: 'p4d.24xlarge',
    count: '1',
    duration: '1d',
    region: 'us-east-2',
    sort: 'price',
    days: '30',
  };
  const href = choiceHref(parse(view));
  expect(href).toBe(`/capacity?${new URLSearchParams(view)}`);
  const [, windowed] = asked.get('p5.48xlarge') ?? [];
  const address = new URL(questionHref(parse({}), windowed!), 'http://desk');
  expect(combinationOf(parse(Object.fromEntries(address.searchParams)), asked)).toEqual(windowed);
});
