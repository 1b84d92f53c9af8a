import { expect, test } from 'vitest';
import { explainAbsence } from '#app/_board/absence.ts';
import { onDemandLines } from '#db/queries/type-page.ts';
import { DAY } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { seedDemo } from '#tests/helpers/demo-seed.ts';
import { readTypePage } from './read.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

function market(type: string) {
  const db = openTestDatabase();
  seedDemo(db, { now: NOW, types: (name) => name === type });
  return db;
}

test('reads zones and regions cheapest first, with their on-demand prices', () => {
  const page = readTypePage(market('p5.48xlarge'), 'p5.48xlarge');
  const prices = page?.zones.map((zone) => zone.price ?? Infinity) ?? [];
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
  expect(page?.regions[0]).toEqual({ region: page?.zones[0]?.region, cheapest: page?.zones[0]?.price });
  expect(new Set(page?.regions.map((entry) => entry.region)).size).toBe(page?.regions.length);
  expect(page?.onDemand.map((price) => price.region)).toContain('us-east-1');
});

test('draws on-demand from the price in force at the start of the range', () => {
  const [line] = onDemandLines(market('p5.48xlarge'), 'p5.48xlarge', ['us-east-1'], NOW - 7 * DAY);
  expect(line).toEqual({ region: 'us-east-1', points: [{ at: NOW - 60 * DAY, value: 55_040_000 }] });
  const [long] = onDemandLines(market('p5.48xlarge'), 'p5.48xlarge', ['us-east-1'], NOW - 70 * DAY);
  expect(long?.points.map((point) => point.at)).toEqual([NOW - 90 * DAY, NOW - 60 * DAY]);
});

test('says why a listed type has no spot price, and knows nothing of others', () => {
  const page = readTypePage(market('p7x.48xlarge'), 'p7x.48xlarge');
  expect(page?.zones).toEqual([]);
  expect(page && explainAbsence(page.absence)).toMatchObject({
    outcome: 'none',
    lead: 'no spot price in 1 region asked',
  });
  expect(readTypePage(market('p7x.48xlarge'), 'p5.48xlarge')).toBeUndefined();
});
