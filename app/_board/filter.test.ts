import { expect, test } from 'vitest';
import { COLUMNS, nextSort } from './columns.ts';
import { filterHref, parseFilter } from './filter.ts';
import { keepOrder } from './keep-order.ts';
import { parsePools } from './pool-rows.ts';

test('reads an address and writes the same one', () => {
  const href = '/?vendor=NVIDIA&region=us-east-1&q=p5+h100&sort=price&dir=desc';
  const filter = parseFilter(Object.fromEntries(new URL(href, 'http://desk').searchParams));
  expect(filterHref(filter)).toBe(href);
  expect(filterHref(parseFilter({}))).toBe('/');
});

test('leaves out what it does not know, and takes the first of a repeated name', () => {
  expect(
    parseFilter({ sort: 'luck', dir: 'sideways', vendor: ['AWS', 'AMD'], q: 'x'.repeat(100) }),
  ).toMatchObject({
    sort: 'desk',
    dir: 'asc',
    vendor: 'AWS',
    q: 'x'.repeat(60),
  });
});

test('sorts by a column in its own direction first, then the other way', () => {
  const change = COLUMNS.find((column) => column.key === 'h24')!;
  const first = nextSort(parseFilter({}), change);
  expect(first).toEqual({ sort: 'h24', dir: 'desc' });
  expect(nextSort(parseFilter(first!), change)).toEqual({ sort: 'h24', dir: 'asc' });
  expect(nextSort(parseFilter({}), COLUMNS.find((column) => column.key === 'spark')!)).toBeUndefined();
});

test('keeps rows where the reader saw them, new ones last, and says when another order would be fresh', () => {
  const name = (row: string) => row;
  expect(keepOrder(['b', 'a', 'new'], ['a', 'b'], name)).toEqual({ rows: ['a', 'b', 'new'], moved: true });
  expect(keepOrder(['a', 'b'], ['a', 'gone', 'b'], name)).toEqual({ rows: ['a', 'b'], moved: false });
});

test('reads pools cheapest first, those without a price last', () => {
  const pool = {
    region: 'us-east-1',
    perAcceleratorUsd: null,
    shareOfOnDemand: null,
    change24h: -0.034,
    change7d: null,
    change30d: null,
    effectiveAt: '2026-11-22T00:00:00Z',
    confirmedAt: null,
  };
  const rows = parsePools({
    rows: [
      { ...pool, zoneId: 'use1-az1', priceUsd: null, outcome: 'none' },
      { ...pool, zoneId: 'use1-az2', priceUsd: '12.5000', outcome: 'value' },
      { ...pool, zoneId: 'use1-az3', priceUsd: '9.1', outcome: 'value' },
      { ...pool, region: 'us-east-2', zoneId: null, priceUsd: null, outcome: 'not_sold' },
    ],
  });
  expect(rows.map((row) => [row.zoneId, row.price])).toEqual([
    ['use1-az3', 9_100_000],
    ['use1-az2', 12_500_000],
    ['use1-az1', null],
  ]);
  expect(rows[0]).toMatchObject({ h24: -0.034, changedAt: Date.UTC(2026, 10, 22), confirmedAt: null });
});
