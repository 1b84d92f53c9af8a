import { expect, test } from 'vitest';
import { cutGaps, type HistoryAnswer, parseHistory, shareGaps } from './history.ts';

const answer: HistoryAnswer = {
  series: [
    {
      region: 'us-east-1',
      zoneId: 'use1-az1',
      points: [
        { at: '2026-11-20T00:00:00Z', priceUsd: '1.5000' },
        { at: '2026-11-21T12:00:00Z', priceUsd: '1.6' },
      ],
      gaps: [{ from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', outcome: 'never' }],
    },
  ],
};
const day = (n: number) => Date.UTC(2026, 10, n);

test('reads times and exact prices', () => {
  const [line] = parseHistory(answer);
  expect(line?.changes).toEqual([
    { at: day(20), value: 1_500_000 },
    { at: day(21) + 43_200_000, value: 1_600_000 },
  ]);
});

test('breaks the line at a gap and goes on with the price in force after it', () => {
  const [line] = parseHistory(answer);
  expect(cutGaps(line!)).toEqual([
    { at: day(20), value: 1_500_000 },
    { at: day(21), value: null },
    { at: day(22), value: 1_600_000 },
  ]);
});

test('tells a gap of a whole region once, and whose it is otherwise', () => {
  const [line] = parseHistory(answer);
  const other = { ...line!, zoneId: 'use1-az2' };
  expect(shareGaps([line!, other])).toMatchObject([
    { region: 'us-east-1', zoneIds: ['use1-az1', 'use1-az2'], whole: true },
  ]);
  expect(shareGaps([line!, { ...other, gaps: [] }])).toMatchObject([{ zoneIds: ['use1-az1'], whole: false }]);
});
