import { describe, expect, test } from 'vitest';
import { callSignal, eachPage, type Page, requireArray } from './call.ts';
import { SchemaError } from './errors.ts';

/** A listing of the pages given; keeps the tokens it was asked with. */
function listing(pages: readonly Page<number>[]) {
  const asked: (string | undefined)[] = [];
  const fetchPage = async (token: string | undefined): Promise<Page<number>> => {
    asked.push(token);
    return pages[Math.min(asked.length, pages.length) - 1]!;
  };
  return { asked, fetchPage };
}

async function readAll(pages: readonly Page<number>[]) {
  const items: number[] = [];
  const { asked, fetchPage } = listing(pages);
  const count = await eachPage(fetchPage, (page) => items.push(...page));
  return { items, asked, count };
}

describe('walking the pages of a listing', () => {
  test('asks with the token of the page before, until there is none', async () => {
    const walked = await readAll([
      { items: [1, 2], nextToken: 'a' },
      { items: [3], nextToken: 'b' },
      { items: [4], nextToken: undefined },
    ]);
    expect(walked).toEqual({ items: [1, 2, 3, 4], asked: [undefined, 'a', 'b'], count: 3 });
  });

  test('nextToken as "" is the end, as none at all', async () => {
    expect(await readAll([{ items: [1], nextToken: '' }])).toMatchObject({ items: [1], count: 1 });
  });

  test('an empty page with a token is not the end', async () => {
    const walked = await readAll([
      { items: [], nextToken: 'a' },
      { items: [], nextToken: 'b' },
      { items: [1], nextToken: undefined },
    ]);
    expect(walked).toMatchObject({ items: [1], count: 3 });
  });

  test('a token that repeats is a broken answer, found at its second appearance', async () => {
    const { asked, fetchPage } = listing([{ items: [1], nextToken: 'same' }]);
    await expect(eachPage(fetchPage, () => {})).rejects.toThrow(SchemaError);
    expect(asked).toEqual([undefined, 'same']);
  });

  test('a token that repeats after others is found as well', async () => {
    const { asked, fetchPage } = listing([
      { items: [], nextToken: 'a' },
      { items: [], nextToken: 'b' },
      { items: [], nextToken: 'a' },
    ]);
    await expect(eachPage(fetchPage, () => {})).rejects.toThrow(/repeats a page token/);
    expect(asked).toHaveLength(3);
  });

  test('pages without end end at two thousand', async () => {
    let pages = 0;
    const fetchPage = async () => ({ items: [], nextToken: `token-${++pages}` });
    await expect(eachPage(fetchPage, () => {})).rejects.toThrow(SchemaError);
    expect(pages).toBe(2000);
  });
});

describe('an array that is missing', () => {
  test('is a broken answer that names it', () => {
    expect(() => requireArray(undefined, 'spotPriceHistorySet')).toThrow(SchemaError);
    expect(() => requireArray(undefined, 'spotPriceHistorySet')).toThrow(/spotPriceHistorySet/);
  });

  test('is not the same as one that is empty', () => {
    expect(requireArray([], 'x')).toEqual([]);
  });
});

test('a run that is told to stop ends the call at once', () => {
  const run = new AbortController();
  const signal = callSignal(run.signal);
  expect(signal.aborted).toBe(false);
  run.abort();
  expect(signal.aborted).toBe(true);
});
