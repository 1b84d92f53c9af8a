import { describe, expect, it } from 'vitest';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { parseCadence } from './cadence.ts';

function refusal(input: unknown): Partial<AppError> {
  try {
    parseCadence(input);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('accepted');
}

describe('how often a source looks', () => {
  it('is set for single sources, the others keep their own', () => {
    expect(parseCadence({ 'spot-price': '10m', 'quota-usage': '1h' })).toEqual({
      ...COLLECTOR_INTERVALS_MS,
      'spot-price': 10 * MINUTE,
      'quota-usage': 60 * MINUTE,
    });
    expect(parseCadence({ 'spot-price': '1m' })['spot-price']).toBe(MINUTE);
  });

  it('B18 is refused under a minute', () => {
    expect(refusal({ 'spot-price': '59s' })).toMatchObject({
      code: 'INTERVAL_TOO_SHORT',
      field: 'cadence.spot-price',
      received: '59s',
      accepted: '1m to 1d',
    });
    expect(refusal({ quota: '0m' }).code).toBe('INTERVAL_TOO_SHORT');
  });

  it('is refused where it is no duration, too long, or of no source, with what is accepted', () => {
    expect(refusal({ 'spot-price': 300 })).toMatchObject({ code: 'DURATION_FORMAT', received: '300' });
    expect(refusal({ 'spot-price': '-5m' }).code).toBe('DURATION_FORMAT');
    expect(refusal({ 'spot-price': '2d' }).code).toBe('CONFIG_INVALID');
    expect(refusal({ 'spot-prices': '5m' }).message).toContain('did you mean spot-price?');
    expect(refusal({ 'capacity-block': '5m' }).message).toContain('as often as AWS lets it be asked');
    expect(refusal(['5m']).field).toBe('cadence');
  });
});
