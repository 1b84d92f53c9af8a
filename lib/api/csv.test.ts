import { describe, expect, it } from 'vitest';
import { csvLine, csvTable } from './csv.ts';

describe('csvLine', () => {
  it('quotes what RFC 4180 says must be quoted', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\r\nlines', 'plain'])).toBe(
      '"a,b","say ""hi""","two\r\nlines",plain\r\n',
    );
  });

  it.each(['=1+1', '+cmd', '-cmd', '@x', '\tx', '\rx', '\0x', '=1', '--1'])('defuses %j', (cell) => {
    expect(csvLine([cell]).replaceAll('"', '')).toBe(`'${cell}\r\n`);
  });

  it.each(['-0.034', '1.000000', '-5', '1e-7'])('leaves the plain number %s alone', (cell) => {
    expect(csvLine([cell])).toBe(`${cell}\r\n`);
  });

  it('writes numbers as numbers and null as nothing', () => {
    expect(csvLine([-0.5, null, 0, true])).toBe('-0.5,,0,true\r\n');
  });
});

describe('csvTable', () => {
  it('puts the cells in the order of the header', () => {
    expect(csvTable(['b', 'a'], [{ a: 1, b: 2 }])).toBe('b,a\r\n2,1\r\n');
  });
});
