import { expect, test } from 'vitest';
import { OUTCOMES, outcomeWords } from './outcome.ts';

test('each of the eight outcomes has words of its own, and none of them is a number or a dash', () => {
  const words = OUTCOMES.map(outcomeWords);
  expect(OUTCOMES).toHaveLength(8);
  expect(new Set(words).size).toBe(8);
  for (const word of words) expect(word).toMatch(/^[a-zA-Z ]{3,}$/);
});
