import { expect, test } from 'vitest';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { planRates, type RateAnswer, savePlanRates } from './savings-plans.ts';
import { ensureTarget, recordLook } from './targets.ts';

const AT = Date.UTC(2026, 10, 22);
const QUALIFIER = 'Compute/1y/No Upfront';
const P5 = 'p5.48xlarge';

const answer = (price: RateAnswer['rates'][number]['price'] | undefined, more: Partial<RateAnswer> = {}) => ({
  region: 'us-east-1',
  types: [P5],
  listed: new Set([P5]),
  rates: price === undefined ? [] : [{ instanceType: P5, qualifier: QUALIFIER, price }],
  complete: true,
  ...more,
});
const USD_40 = { micro: 40_000_000, scale: 5 };

function storeWith(...answers: RateAnswer[]) {
  const db = openTestDatabase();
  const target = ensureTarget(db, 'savings-plan', 'us-east-1', { key: 'all', types: [P5] });
  answers.forEach((one, i) => {
    const collectedAt = AT + i;
    savePlanRates(db, one, collectedAt);
    recordLook(db, target.id, {
      runId: `run-${i}`,
      collectedAt,
      span: { from: collectedAt, to: collectedAt },
      completeness: 'complete',
      outcome: 'value',
      pages: 1,
      items: 1,
      quarantined: 0,
      changes: 0,
    });
  });
  return planRates(db, {}).rates.map(({ rate, outcome, since }) => ({ rate, outcome, since }));
}

test('a rate that is still the same has been so since we first saw it', () => {
  expect(storeWith(answer(USD_40), answer(USD_40))).toEqual([
    { rate: 40_000_000, outcome: 'value', since: AT },
  ]);
});

test('two rates for one plan leave what is on record, and it is not confirmed', () => {
  expect(storeWith(answer(USD_40), answer('ambiguous'))).toEqual([
    { rate: 40_000_000, outcome: 'failed', since: AT },
  ]);
});

test('a plan that was only ever ambiguous has no rate, and no zero', () => {
  expect(storeWith(answer('ambiguous'))).toEqual([{ rate: null, outcome: 'failed', since: null }]);
});

test('a rate that a complete look no longer names is over; where the type is gone it is not sold', () => {
  expect(storeWith(answer(USD_40), answer(undefined))[0]).toMatchObject({ rate: null, outcome: 'none' });
  const gone = answer(undefined, { listed: new Set() });
  expect(storeWith(answer(USD_40), gone)[0]).toMatchObject({ rate: null, outcome: 'not_sold' });
});

test('an incomplete look ends nothing, and a look at other types neither', () => {
  const partial = answer(undefined, { complete: false });
  expect(storeWith(answer(USD_40), partial)[0]).toMatchObject({ rate: 40_000_000 });
  const others = answer(undefined, { types: ['g6.xlarge'] });
  expect(storeWith(answer(USD_40), others)[0]).toMatchObject({ rate: 40_000_000 });
});
