import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROWS = readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, fault, , , file] = line.split('|').map((cell) => cell.trim());
    return fault !== undefined && /^F\d+$/.test(fault) ? [{ fault, file: file ?? '' }] : [];
  });

test('every fault has its row', () => {
  expect(ROWS.map(({ fault }) => fault)).toEqual(Array.from({ length: 66 }, (_, index) => `F${index + 1}`));
});

test.each(ROWS.filter(({ file }) => file !== ''))('$fault stands in the name of a test of $file', (row) => {
  const names = readFileSync(row.file, 'utf8')
    .split('\n')
    .filter((line) => /['"`].*\bF\d/.test(line));
  expect(names.some((line) => new RegExp(`\\b${row.fault}\\b`).test(line))).toBe(true);
});
