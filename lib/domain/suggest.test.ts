import { expect, test } from 'vitest';
import { suggest } from './suggest.ts';

test.each([
  ['us-east1', ['us-east-1', 'us-west-1', 'eu-west-1'], 'us-east-1'],
  ['p5.48xlage', ['p5.48xlarge', 'p5e.48xlarge', 'p4d.24xlarge'], 'p5.48xlarge'],
  ['CHIPDESK_REGION', ['CHIPDESK_DB', 'CHIPDESK_REGIONS'], 'CHIPDESK_REGIONS'],
  ['spotprice', ['spot-price', 'spot-history', 'region'], 'spot-price'],
])('%s was probably meant as %s → %s', (name, known, meant) => {
  expect(suggest(name, known)).toBe(meant);
});

test('nothing is suggested that is not near', () => {
  expect(suggest('quantum', ['p5.48xlarge', 'trn2.48xlarge'])).toBeUndefined();
  expect(suggest('anything', [])).toBeUndefined();
});

test('of two as near, the first is taken, every time', () => {
  expect(suggest('ab', ['aa', 'bb'])).toBe('aa');
});
