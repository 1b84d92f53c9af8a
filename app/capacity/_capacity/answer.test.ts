import { expect, test } from 'vitest';
import type { BlockOffer } from '#db/queries/capacity-offers.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { offerOf, placeOf, targetOf } from '#tests/helpers/block-offer.ts';
import { alternativesTo, answerOf, reasonWords, remedyFor, troublesOf } from './answer.ts';
import { askedOf } from './choice.ts';
import { placesFor } from './places.ts';

const QUESTION = { qualifier: '8x168h', count: 8, durationHours: 168, startAfter: null, startBefore: null };

function market(outcomes: Record<string, Outcome>, offers: BlockOffer[] = []) {
  const places = Object.entries(outcomes).map(([region, outcome]) => placeOf(region, [{ outcome }]));
  return placesFor(places, offers, QUESTION);
}

test('answers with the earliest start, and names the cheapest beside it', () => {
  const soon = offerOf({ inDays: 2 });
  const cheap = offerOf({ inDays: 9, region: 'eu-north-1', perAcceleratorHour: 4_100_000 });
  const answer = answerOf(market({ 'us-east-2': 'value', 'eu-north-1': 'value' }, [cheap, soon]), true);
  expect(answer).toEqual({
    kind: 'offer',
    earliest: { offer: soon, confirmed: true },
    cheapest: { offer: cheap, confirmed: true },
    sooner: undefined,
    offers: 2,
    regions: 2,
  });
});

test('trusts what the newest look has seen before what only an earlier one saw', () => {
  const old = offerOf({ inDays: 1, region: 'ap-south-1' });
  const seen = offerOf({ inDays: 5 });
  const places = market({ 'us-east-2': 'value', 'ap-south-1': 'throttled' }, [old, seen]);
  expect(answerOf(places, true)).toMatchObject({
    earliest: { offer: seen, confirmed: true },
    sooner: { offer: old, confirmed: false },
    offers: 2,
  });
  const alone = places.filter((place) => place.region === 'ap-south-1');
  expect(answerOf(alone, true)).toMatchObject({ earliest: { offer: old, confirmed: false } });
});

test('says why there is nothing, what was looked for first', () => {
  const answer = answerOf(
    market({ 'us-east-1': 'not_sold', 'us-east-2': 'none', 'us-west-2': 'none', 'ap-south-1': 'denied' }),
    true,
  );
  expect(answer).toMatchObject({
    kind: 'absent',
    reasons: [
      { state: 'none', regions: ['us-east-2', 'us-west-2'] },
      { state: 'denied', regions: ['ap-south-1'] },
      { state: 'not_sold', regions: ['us-east-1'] },
    ],
  });
  expect(reasonWords({ state: 'none', regions: ['us-east-2', 'us-west-2'] }, '')).toBe(
    'none on offer in us-east-2 and us-west-2',
  );
  expect(reasonWords({ state: 'none', regions: ['us-east-2'] }, 'us-east-2')).toBe('none on offer');
  expect(answerOf([], false)).toEqual({ kind: 'not_asked' });
});

test('names where an offer may be hidden, once for each trouble, and what helps', () => {
  const troubles = troublesOf(
    market({
      'us-east-2': 'value',
      'ap-south-1': 'throttled',
      'sa-east-1': 'throttled',
      'eu-west-2': 'denied',
    }),
    'p5.48xlarge',
  );
  expect(troubles.map((trouble) => [trouble.state, trouble.regions])).toEqual([
    ['throttled', ['ap-south-1', 'sa-east-1']],
    ['denied', ['eu-west-2']],
  ]);
  expect(troubles[0]?.remedy).toContain('Capacity Block quota L-DA6814F2 (p5, in vCPU)');
  expect(troubles[1]?.remedy).toContain('ec2:DescribeCapacityBlockOfferings');
  expect(remedyFor('denied', 'auth', 'p5.48xlarge')).toContain('credentials');
  expect(remedyFor('throttled', null, 'p6-b200.48xlarge')).toContain('the Capacity Block quota of p6-b200');
});

test('offers the nearest sizes and lengths that can be had instead', () => {
  const asked = askedOf(
    ['1x24h', '1x168h', '8x24h', '8x168h', '16x168h'].map((qualifier) => targetOf({ qualifier })),
  );
  const offers = [
    offerOf({ count: 1, durationHours: 24 }),
    offerOf({ count: 1, durationHours: 24, inDays: 1 }),
    offerOf({ count: 8, durationHours: 24 }),
    offerOf({ count: 16 }),
  ];
  const instead = alternativesTo({ type: 'p5.48xlarge', count: 8, durationHours: 168 }, asked, offers);
  expect(instead.map((one) => one.question.qualifier)).toEqual(['16x168h', '8x24h', '1x24h']);
  expect(instead[2]).toMatchObject({ offers: 2, earliest: offers[1] });
});
