import { expect, test } from 'vitest';
import { changeOfCheapest } from './change-since.ts';

const seen = { spans: [{ from: 0, to: 100 }], wantedFrom: 0 };
const coming = { spans: [{ from: 60, to: 100 }], wantedFrom: 0 };

test('what is cheapest now is held against what was cheapest then, in whichever zone', () => {
  // The zone that is cheapest now, at 10, was at 20 then, and another one at 8.
  const pools = [
    { value: 20, known: seen },
    { value: 8, known: seen },
    { value: undefined, known: seen },
  ];
  expect(changeOfCheapest(pools, 10, 50)).toBeCloseTo(0.25);
});

test('no change is told where a cheaper price may not have been seen', () => {
  expect(
    changeOfCheapest(
      [
        { value: 20, known: seen },
        { value: undefined, known: coming },
      ],
      10,
      50,
    ),
  ).toBe('coming');
  expect(changeOfCheapest([{ value: undefined, known: seen }], 10, 50)).toBe('none');
});
