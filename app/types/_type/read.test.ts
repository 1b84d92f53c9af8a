import { expect, test } from 'vitest';
import { explainAbsence } from '#app/_board/absence.ts';
import { saveObserved } from '#db/queries/observe.ts';
import { savePlanRates } from '#db/queries/savings-plans.ts';
import { overlaySeries } from '#db/queries/type-overlays.ts';
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
  const db = market('p5.48xlarge');
  const lines = (from: number) =>
    overlaySeries(db, { type: 'p5.48xlarge', regions: ['us-east-1'], from, accelerators: 8 });
  const [line] = lines(NOW - 7 * DAY);
  expect(line).toEqual({
    ...{ kind: 'on-demand', name: 'on-demand', region: 'us-east-1' },
    points: [{ at: NOW - 60 * DAY, value: 55_040_000 }],
  });
  const [long] = lines(NOW - 70 * DAY);
  expect(long?.points.map((point) => point.at)).toEqual([NOW - 90 * DAY, NOW - 60 * DAY]);
});

test('draws the cheapest plan of each term, and the cheapest block by the instance', () => {
  const db = market('p5.48xlarge');
  const type = 'p5.48xlarge';
  const rate = (qualifier: string, dollars: number) => ({
    ...{ instanceType: type, qualifier },
    price: { micro: dollars * 1_000_000, scale: 2 },
  });
  const rates = [
    rate('Compute/1y/No Upfront', 40),
    rate('EC2Instance/1y/All Upfront', 31),
    rate('Compute/3y/No Upfront', 25),
  ];
  const asked = { region: 'us-east-1', types: [type], listed: new Set([type]) };
  savePlanRates(db, { ...asked, rates, complete: true }, NOW - DAY);
  const block = (qualifier: string, dollars: number) => ({
    ...{ kind: 'block-price', region: 'us-east-1', zoneId: '', instanceType: type, qualifier },
    ...{ unit: 'microusd/acc-h', outcome: 'value' as const, value: dollars * 1_000_000, scale: 6 },
  });
  saveObserved(db, [block('1x24h', 5), block('8x168h', 4)], NOW - DAY);
  const lines = overlaySeries(db, { type, regions: ['us-east-1'], from: NOW - DAY, accelerators: 8 });
  const drawn = lines.filter(({ kind }) => kind !== 'on-demand');
  expect(drawn.map(({ name, points }) => [name, points])).toEqual([
    ['plan 1y', [{ at: NOW - DAY, value: 31_000_000 }]],
    ['plan 3y', [{ at: NOW - DAY, value: 25_000_000 }]],
    ['block', [{ at: NOW - DAY, value: 32_000_000 }]],
  ]);
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
