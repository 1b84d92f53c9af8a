import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import type { ParamName } from './params.ts';
import { parseQuery } from './query.ts';

const ALL: ParamName[] = ['type', 'region', 'zone', 'product', 'from', 'to', 'buckets', 'format'];

function refusal(search: string, allowed = ALL): AppError {
  try {
    parseQuery(search, allowed);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('was not refused');
}

describe('parseQuery', () => {
  it('reads every parameter into its own kind', () => {
    const search =
      '?type=p5*,g5.xlarge&region=us-east-1&zone=usw2-lax1-az1,use1-wl1-bos-wlz1&product=Linux%2FUNIX+(Amazon+VPC)' +
      '&from=2026-11-01&to=2026-11-02T00:00:00%2B01:00&buckets=5000&format=csv';
    expect(parseQuery(search, ALL)).toEqual({
      type: ['g5.xlarge', 'p5*'],
      region: ['us-east-1'],
      zone: ['use1-wl1-bos-wlz1', 'usw2-lax1-az1'],
      product: ['Linux/UNIX (Amazon VPC)'],
      from: Date.parse('2026-11-01T00:00:00Z'),
      to: Date.parse('2026-11-01T23:00:00Z'),
      buckets: 5000,
      format: 'csv',
    });
  });

  it('gives equal questions equal answers, whatever their order', () => {
    expect(parseQuery('?type=b,a,b', ALL)).toEqual(parseQuery('?type=a,b', ALL));
  });

  it('takes an offset whose plus sign was not encoded', () => {
    expect(parseQuery('?from=2026-11-02T00:00:00+01:00', ALL).from).toBe(Date.parse('2026-11-01T23:00:00Z'));
  });

  it('leaves out what was not asked', () => {
    expect(parseQuery('', ALL)).toEqual({});
    expect(parseQuery('?&', ALL)).toEqual({});
  });

  it('says what was received, cut, and what is accepted', () => {
    const error = refusal(`?format=${'x'.repeat(200)}`);
    expect(error).toMatchObject({ code: 'PARAM_INVALID', field: 'format', accepted: 'json or csv' });
    expect(error.received).toHaveLength(81);
  });

  it('refuses any parameter where none is taken', () => {
    expect(refusal('?a=1', [])).toMatchObject({ code: 'PARAM_UNKNOWN', accepted: 'no parameters' });
  });

  it.each([
    ['a list with a hole', '?type=p5*,,g5*', 'TYPE_UNKNOWN'],
    ['an endless list', `?type=${Array(101).fill('p5*').join(',')}`, 'TYPE_UNKNOWN'],
    ['an endless query', `?type=${'p5*,'.repeat(3000)}`, 'PARAM_ENCODING'],
    ['a space for a zone', '?zone=%20', 'PARAM_INVALID'],
    ['a negative bucket count', '?buckets=-1', 'PARAM_INVALID'],
    ['a lone surrogate', '?type=%ED%A0%80', 'PARAM_ENCODING'],
    ['a broken name', '?%zz=1', 'PARAM_ENCODING'],
  ])('refuses %s', (_, search, code) => {
    expect(refusal(search).code).toBe(code);
  });
});
