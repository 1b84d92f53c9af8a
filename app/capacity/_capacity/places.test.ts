import { expect, test } from 'vitest';
import { AT, offerOf, placeOf } from '#tests/helpers/block-offer.ts';
import { placesFor } from './places.ts';

const QUESTION = { qualifier: '8x168h', count: 8, durationHours: 168, startAfter: null, startBefore: null };
const state = (place: ReturnType<typeof placeOf>, offers = [offerOf({ region: 'mars' })]) =>
  placesFor([place], offers, QUESTION)[0]?.state;

test('keeps every outcome of the question apart', () => {
  for (const outcome of [
    'none',
    'not_sold',
    'region_disabled',
    'denied',
    'throttled',
    'failed',
    'never',
  ] as const)
    expect(state(placeOf('us-east-2', [{ outcome }]))).toBe(outcome);
  expect(state(placeOf('us-east-2', [{}]), [offerOf()])).toBe('value');
});

test('says that nothing is on offer once all that was seen has started', () => {
  expect(state(placeOf('us-east-2', [{ outcome: 'value' }]))).toBe('none');
});

test('tells a question that is not asked from a type that is not sold', () => {
  expect(state(placeOf('us-east-2', [{ qualifier: '1x24h' }]))).toBe('not_asked');
  expect(state(placeOf('us-east-2', [{ qualifier: '1x24h', outcome: 'not_sold' }]))).toBe('not_sold');
  expect(state(placeOf('us-east-2', []))).toBe('not_sold');
  expect(state(placeOf('us-east-2', [], { unasked: 'never' }))).toBe('never');
});

test('lists what answers the question only, soonest first', () => {
  const [soon, late] = [offerOf({ inDays: 2 }), offerOf({ inDays: 9 })];
  const others = [offerOf({ count: 1 }), offerOf({ durationHours: 24 }), offerOf({ region: 'eu-north-1' })];
  const [place] = placesFor([placeOf('us-east-2', [{}])], [late, ...others, soon], QUESTION);
  expect(place?.offers).toEqual([soon, late]);
  const within = { ...QUESTION, startBefore: AT + 5 * 86_400_000 };
  expect(placesFor([placeOf('us-east-2', [{}])], [late, soon], within)[0]?.offers).toEqual([soon]);
});

test('keeps what an earlier look saw, and does not call it confirmed', () => {
  const [place] = placesFor([placeOf('us-east-2', [{ outcome: 'throttled' }])], [offerOf()], QUESTION);
  expect(place).toMatchObject({ state: 'throttled', confirmed: false });
  expect(place?.offers).toHaveLength(1);
});
