import { expect, test } from 'vitest';
import { fitColumns } from './column-fit.ts';
import {
  COLUMN_KEYS,
  columnsOf,
  DEFAULT_COLUMNS,
  readColumns,
  toggleColumn,
  writeColumns,
} from './columns.ts';
import { filterHref, parseFilter } from './filter.ts';
import { groupRows } from './group.ts';
import { leftOut } from './left-out.ts';

const at = (href: string) => parseFilter(Object.fromEntries(new URL(href, 'http://desk').searchParams));

test('an address keeps the columns, the group and the watched types, readable and without defaults', () => {
  const href =
    '/?group=accelerator&watched=p5.48xlarge,trn2.48xlarge&cols=price,h24,block&sort=block&dir=asc';
  expect(filterHref(at(href))).toBe(href);
  expect(filterHref(at(`/?cols=${[...DEFAULT_COLUMNS].reverse().join()}`))).toBe('/');
  expect(filterHref(at('/?group=colour&watched=,,'))).toBe('/');
});

test('columns stand in the order of the board, whatever the order they were named in', () => {
  expect(readColumns('h24,price,h24')).toEqual({ cols: ['price', 'h24'], unknown: [] });
  expect(columnsOf(['h24', 'price']).map(({ head }) => head)).toEqual(['Cheapest spot', '24 h']);
});

test('a column that there is not is left out with a word, and an address of nothing else shows the usual ones', () => {
  const filter = at('/?cols=price,pries,luck');
  expect(filter.cols).toEqual(['price']);
  expect(leftOut(filter, [], [])).toEqual(['There is no column pries, luck: left out. Did you mean price?']);
  expect(at('/?cols=luck').cols).toEqual(DEFAULT_COLUMNS);
});

test('a watched type that the catalogue lost and a region nobody asks are said', () => {
  const words = leftOut(
    at('/?watched=p5.48xlarge,p9.huge&region=us-east-1,mars-1'),
    [{ name: 'p5.48xlarge' }],
    ['us-east-1'],
  );
  expect(words).toEqual([
    'Watched and not in the catalogue: p9.huge.',
    'Prices are not asked for in mars-1.',
  ]);
});

test('a column is taken away and put back where it was; the last one stays', () => {
  const without = toggleColumn(DEFAULT_COLUMNS, 'price');
  expect(without).not.toContain('price');
  expect(writeColumns(toggleColumn(without, 'price'))).toBe('');
  expect(toggleColumn(['price'], 'price')).toEqual(['price']);
});

test('the usual columns but the on-demand price fit a screen of 1440 pixels; a narrower one keeps those that matter most', () => {
  const fits = fitColumns(columnsOf(DEFAULT_COLUMNS));
  const hiddenAt1440 = [...fits].filter(([, { cell }]) => /1680|1920|2200/.test(cell)).map(([key]) => key);
  expect(hiddenAt1440).toEqual(['od']);
  const everywhere = [...fits].filter(([, { fact }]) => fact === 'hidden').map(([key]) => key);
  expect(everywhere.sort()).toEqual(['h24', 'price', 'spark']);
});

test('a phone shows the change that the rows are in the order of', () => {
  const everywhere = (sort: string) =>
    [...fitColumns(columnsOf(DEFAULT_COLUMNS), sort)]
      .filter(([, { fact }]) => fact === 'hidden')
      .map(([key]) => key)
      .sort();
  expect(everywhere('d7')).toEqual(['d7', 'price', 'spark']);
  expect(everywhere('price')).toEqual(['h24', 'price', 'spark']);
});

test('a column asked for beside the usual ones has room before them', () => {
  const fits = fitColumns(columnsOf([...DEFAULT_COLUMNS, 'memory', 'score']));
  expect([fits.get('memory')?.cell, fits.get('score')?.cell]).toEqual(['max-md:hidden', 'max-md:hidden']);
  expect(fits.get('price')?.cell).toBe('');
});

test('what a screen has no room for is in the open row on exactly such screens', () => {
  for (const { cell, fact } of fitColumns(columnsOf(COLUMN_KEYS)).values()) {
    if (fact !== 'hidden') expect(fact).toBe(`${cell.replace('max-', cell.includes('[') ? 'min-' : '')}`);
  }
  const all = COLUMN_KEYS.reduce((sum, key) => sum + (columnsOf([key])[0]?.width ?? 0), 0);
  expect(all).toBeLessThan(2200 - 180 - 100);
  // A phone shows at least one of them.
  expect(fitColumns(columnsOf(['headroom', 'block'])).get('block')?.cell).toBe('');
});

test('groups stand in the order of their first row, rows keep theirs', () => {
  const rows = [
    { accelerator: 'H100', type: 'p5.48xlarge' },
    { accelerator: 'B200', type: 'p6-b200.48xlarge' },
    { accelerator: 'H100', type: 'p5.4xlarge' },
  ];
  expect(groupRows(rows).map(({ name, rows: own }) => [name, own.map(({ type }) => type)])).toEqual([
    ['H100', ['p5.48xlarge', 'p5.4xlarge']],
    ['B200', ['p6-b200.48xlarge']],
  ]);
});
