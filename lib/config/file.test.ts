import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { EMPTY_CONFIG, parseConfigFile } from './file.ts';

function refusalOf(input: unknown): AppError {
  try {
    parseConfigFile(input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('an empty file says nothing', () => {
  expect(parseConfigFile(null)).toEqual(EMPTY_CONFIG);
  expect(parseConfigFile(undefined)).toEqual(EMPTY_CONFIG);
  expect(parseConfigFile({})).toEqual(EMPTY_CONFIG);
});

test('what is to be watched is read, what is to be alerted and asked is passed on', () => {
  const rules = [{ name: 'x' }];
  const smtp = { host: 'mail.example.com' };
  const watched = { regions: ['us-east-1'], types: ['p5*'], products: ['Windows'] };
  expect(parseConfigFile({ ...watched, optional: ['training-plan'], smtp, rules })).toEqual({
    regions: ['us-east-1'],
    types: ['p5*'],
    products: ['Windows'],
    publicUrl: undefined,
    alerting: { smtp, rules },
    sources: { optional: ['training-plan'], capacity: undefined, scores: undefined },
  });
});

describe('what is refused', () => {
  test.each([
    [{ region: ['us-east-1'] }, 'CONFIG_UNKNOWN', 'did you mean regions?'],
    [{ colours: [] }, 'CONFIG_UNKNOWN', 'no section colours'],
    [JSON.parse('{"__proto__": ["x"]}'), 'CONFIG_UNKNOWN', '__proto__'],
    [{ constructor: 1 }, 'CONFIG_UNKNOWN', 'constructor'],
    [{ regions: 'us-east-1' }, 'CONFIG_INVALID', 'regions'],
    [{ regions: [] }, 'CONFIG_INVALID', 'regions'],
    [{ regions: [''] }, 'CONFIG_INVALID', 'regions.0'],
    [{ types: [5.48] }, 'CONFIG_INVALID', 'types.0'],
    [{ types: null }, 'CONFIG_INVALID', 'types'],
    [{ products: [true] }, 'CONFIG_INVALID', 'products.0'],
    [['regions'], 'CONFIG_INVALID', 'CHIPDESK_CONFIG'],
    ['regions', 'CONFIG_INVALID', 'CHIPDESK_CONFIG'],
    [5, 'CONFIG_INVALID', 'CHIPDESK_CONFIG'],
  ])('%j is refused as %s', (input, code, what) => {
    const error = refusalOf(input);
    expect(error.code).toBe(code);
    expect(`${error.field} ${error.message}`).toContain(what);
  });
});
