import { expect, test } from 'vitest';
import { countWords } from './count-words.ts';

test('tells what a run counted and leaves out zeros', () => {
  expect(countWords('{"targets":22,"items":1702,"quarantined":0,"priceChanges":3}')).toBe(
    '22 targets, 1,702 items, 3 price changes',
  );
  expect(countWords('{"slots":1,"changed":1}')).toBe('1 slot, 1 changed');
  expect(countWords(null)).toBe('');
});
