import { expect, test } from 'vitest';
import { type Headroom, within } from './headroom.ts';

const known = (instances: number) => ({ known: true, instances }) as Headroom;
const atMost = (most: number | null) =>
  ({ known: false, outcome: 'none', reason: 'use is not published', atMost: most }) as Headroom;

test('an account starts no more blocks than its organization may have', () => {
  expect(within(atMost(16), atMost(4))).toMatchObject({ known: false, atMost: 4 });
  expect(within(atMost(4), known(0))).toEqual(known(0));
  expect(within(known(8), known(3))).toEqual(known(3));
  expect(within(known(2), known(3))).toEqual(known(2));
});

test('a limit that nobody knows bounds nothing', () => {
  expect(within(atMost(16), atMost(null))).toEqual(atMost(16));
  expect(within(atMost(null), known(0))).toEqual(atMost(null));
});
