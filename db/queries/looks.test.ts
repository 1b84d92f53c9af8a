import { expect, test } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { standingOf } from './looks.ts';
import { ensureTarget, extendCoverage } from './targets.ts';

const REGION = 'us-east-1';
const product = 'Linux/UNIX';

test('a changed watch list keeps what was known, and tells what is no longer asked', () => {
  const db = openTestDatabase();
  const before = ensureTarget(db, 'spot-price', REGION, {
    key: 'a',
    types: ['p5.48xlarge', 'g6.xlarge'],
    products: [product],
  });
  extendCoverage(db, before.id, { from: 0, to: 200 * DAY });
  const after = ensureTarget(db, 'spot-price', REGION, {
    key: 'b',
    types: ['g6.xlarge', 'trn2.48xlarge'],
    products: [product],
  });
  extendCoverage(db, after.id, { from: 200 * DAY, to: 201 * DAY });
  const standing = standingOf(db, 'spot-price');
  const of = (type: string) => standing({ region: REGION, type, product });
  expect(of('g6.xlarge')).toMatchObject({ asked: true, known: [{ from: 0, to: 201 * DAY }] });
  expect(of('trn2.48xlarge')).toMatchObject({ asked: true, known: [{ from: 200 * DAY, to: 201 * DAY }] });
  expect(of('p5.48xlarge')).toEqual({ asked: false, look: 'never', known: [{ from: 0, to: 200 * DAY }] });
  expect(standing({ region: REGION, type: 'g6.xlarge', product: 'Windows' })).toEqual({
    asked: false,
    look: 'never',
    known: [],
  });
});

test('a question that names no types is about all of them', () => {
  const db = openTestDatabase();
  const target = ensureTarget(db, 'spot-price', REGION, { key: 'all' });
  extendCoverage(db, target.id, { from: 0, to: DAY });
  const standing = standingOf(db, 'spot-price')({ region: REGION, type: 'anything', product });
  expect(standing).toEqual({ asked: true, look: 'never', known: [{ from: 0, to: DAY }] });
});
