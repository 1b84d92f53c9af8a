import { expect, test } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { seedDemo } from '#tests/helpers/demo-seed.ts';
import { readMarks } from './read-marks.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const TYPE = 'p5.48xlarge';

function market() {
  const db = openTestDatabase();
  seedDemo(db, { now: NOW, types: (name) => name === TYPE });
  return db;
}

test('marks alerts and changes of list price of the regions shown, each within the time shown', () => {
  const db = market();
  const marks = readMarks(db, TYPE, ['us-east-1'], { from: NOW - 70 * DAY, to: NOW });
  expect(marks.map(({ kind, at }) => [kind, at])).toEqual([
    ['alert', NOW - 2 * HOUR],
    ['list-price', NOW - 60 * DAY],
  ]);
  expect(marks[0]).toMatchObject({
    source: 'rule H100 spot moves',
    words: expect.stringContaining('use1-az6'),
  });
  expect(marks[1]?.words).toMatch(/^On-demand in us-east-1 from \$[\d.]+\/h to \$55\.04\/h$/);
  // An alert that began before the time, or in another region, is not of it.
  expect(readMarks(db, TYPE, ['us-east-1'], { from: NOW - HOUR, to: NOW })).toEqual([]);
  const west = readMarks(db, TYPE, ['us-west-2'], { from: NOW - DAY, to: NOW });
  expect(west.map(({ kind, at }) => [kind, at])).toEqual([['alert', NOW - 9 * HOUR]]);
});

test('marks what AWS announced of the type, and of no other', () => {
  const time = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 31) };
  const announced = (type: string) =>
    readMarks(market(), type, [], time).flatMap(({ kind, words }) => (kind === 'announced' ? [words] : []));
  expect(announced('p5en.48xlarge')).toEqual([
    'Capacity Block rate from $54.92 to $63.16 an hour, by 8 Oct 2026',
  ]);
  expect(announced(TYPE)).toEqual([]);
});
