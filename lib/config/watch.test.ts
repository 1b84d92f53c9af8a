import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { checkWatch, WATCH_EVERYTHING } from './watch.ts';

const KNOWN = {
  regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
  types: ['p5.48xlarge', 'p5en.48xlarge', 'trn2.48xlarge', 'inf2.xlarge'],
};

function refusalOf(watch: Partial<typeof WATCH_EVERYTHING>): AppError {
  try {
    checkWatch({ ...WATCH_EVERYTHING, ...watch }, KNOWN);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('what is known is accepted and comes back as it was', () => {
  const watch = {
    regions: ['us-east-1'],
    types: ['p5*', 'trn2.48xlarge', '*'],
    products: ['Linux/UNIX', 'Windows'],
  };
  expect(checkWatch(watch, KNOWN)).toEqual(watch);
  expect(checkWatch(WATCH_EVERYTHING, KNOWN)).toEqual(WATCH_EVERYTHING);
});

describe('a region', () => {
  test.each([
    ['us-east1', 'us-east-1'],
    ['us-west-1', 'us-west-2'],
    ['US-EAST-1', undefined],
    ['use1-az4', undefined],
    ['', undefined],
  ])('%j is refused', (region, meant) => {
    const error = refusalOf({ regions: ['us-east-1', region] });
    expect(error).toMatchObject({ code: 'REGION_UNKNOWN', received: region });
    if (meant !== undefined) expect(error.message).toContain(`did you mean ${meant}?`);
  });
});

describe('a type', () => {
  test.each([
    ['p5.48xlage', 'p5.48xlarge'],
    ['m7i.large', undefined],
    ['g6*', undefined],
    ['p5[ab]*', undefined],
    ['P5*', undefined],
    ['p5 *', undefined],
  ])('%j is refused', (type, meant) => {
    const error = refusalOf({ types: [type] });
    expect(error).toMatchObject({ code: 'TYPE_UNKNOWN', received: type });
    if (meant !== undefined) expect(error.message).toContain(`did you mean ${meant}?`);
  });
});

test('a product that AWS does not name is refused, with the nearest', () => {
  const error = refusalOf({ products: ['Linux/Unix'] });
  expect(error.code).toBe('CONFIG_INVALID');
  expect(error.message).toContain('did you mean Linux/UNIX?');
});
