import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import type { PoolReading, PricedPool } from '../types.ts';
import { spotPriceMove } from './index.ts';
import { paramsSchema } from './params.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const USD = 1_000_000;

type Case = {
  now?: number | null;
  was?: number | null;
  pool?: Partial<PricedPool>;
  input?: Partial<PoolReading>;
  at?: number;
  windowMs?: number;
};

function verdicts(
  when: unknown,
  { now = 100, was = 100, pool, input, at = NOW, windowMs = DAY }: Case,
): string[] {
  const priced: PricedPool = {
    id: 1,
    type: 'p5.48xlarge',
    zoneId: 'use1-az4',
    product: 'Linux/UNIX',
    chip: null,
    priceMicro: now === null ? null : Math.round(now * USD),
    scale: 6,
    changedAt: NOW - HOUR,
    confirmedAt: NOW - HOUR,
    known: [{ from: NOW - 90 * DAY, to: NOW }],
    ...pool,
  };
  const look: PoolReading = {
    region: 'us-east-1',
    look: { at: NOW, intervalMs: 5 * MINUTE, completeness: 'complete', items: 1 },
    pools: [priced],
    previous: new Map([[windowMs, new Map([[1, was === null ? null : Math.round(was * USD)]])]]),
    ...input,
  };
  return spotPriceMove
    .evaluate(paramsSchema.parse(when), look, at)
    .map(({ labels, verdict }) => `${labels().condition} ${verdict.is}`);
}

describe('moves', () => {
  const either = { moves: { percent: 10 } };

  it.each([
    [100, 110, ['rise true', 'fall false']],
    [100, 109.99, ['rise hold', 'fall false']],
    [100, 108, ['rise hold', 'fall false']],
    [100, 107.99, ['rise false', 'fall false']],
    [100, 100, ['rise false', 'fall false']],
    [100, 92.01, ['rise false', 'fall false']],
    [100, 92, ['rise false', 'fall hold']],
    [100, 90, ['rise false', 'fall true']],
  ])('from %d to %d says %j', (was, now, expected) => {
    expect(verdicts(either, { was, now })).toEqual(expected);
  });

  it('meets a decimal percentage exactly', () => {
    expect(verdicts({ moves: { percent: 0.1, direction: 'up' } }, { was: 3.333, now: 3.336333 })).toEqual([
      'rise true',
    ]);
    expect(verdicts({ moves: { percent: 12.345, direction: 'up' } }, { was: 20, now: 22.469 })).toEqual([
      'rise true',
    ]);
    expect(verdicts({ moves: { percent: 12.345, direction: 'up' } }, { was: 20, now: 22.468999 })).toEqual([
      'rise hold',
    ]);
  });

  it('looks one way only when asked to', () => {
    expect(verdicts({ moves: { percent: 10, direction: 'down' } }, { was: 100, now: 150 })).toEqual([
      'fall false',
    ]);
  });
});

describe('crosses', () => {
  const either = { crosses: { usdPerHour: '40.00' } };

  it.each([
    [39, 41, ['above true', 'below false']],
    [39, 40, ['above true', 'below false']],
    [40, 41, ['above false', 'below false']],
    [40, 39.999999, ['above false', 'below true']],
    [41, 39, ['above false', 'below true']],
    [38, 39, ['above false', 'below false']],
  ])('from %d to %d says %j', (was, now, expected) => {
    expect(verdicts(either, { was, now })).toEqual(expected);
  });

  it('asks each condition over its own window', () => {
    const both = { moves: { percent: 10, within: '1h' }, crosses: { usdPerHour: 40 } };
    expect(spotPriceMove.needs(paramsSchema.parse(both)).windowsMs).toEqual([HOUR, HOUR, DAY, DAY]);
    expect(verdicts(both, { was: 30, now: 45, windowMs: HOUR })).toEqual([
      'rise true',
      'fall false',
      'above unknown',
      'below unknown',
    ]);
  });
});

describe('what is not known', () => {
  const up = { moves: { percent: 10, direction: 'up' } };
  const dear: Case = { was: 100, now: 200 };
  const look = { at: NOW, intervalMs: 5 * MINUTE, completeness: 'complete' as const, items: 1 };

  it.each<[string, Case]>([
    ['there is no price now', { now: null }],
    ['there was no price then', { was: null }],
    ['the series did not exist then', { input: { previous: new Map([[DAY, new Map()]]) } }],
    ['the look was partial', { input: { look: { ...look, completeness: 'partial' } } }],
    ['the look failed', { input: { look: { ...look, completeness: 'failed' } } }],
    ['the look found nothing at all', { input: { look: { ...look, items: 0 } } }],
    ['the look is stale', { at: NOW + 15 * MINUTE + 1, pool: { known: [{ from: 0, to: NOW + DAY }] } }],
    ['history does not reach back far enough', { pool: { known: [{ from: NOW - DAY + 1, to: NOW }] } }],
    [
      'the instant compared with lies in a gap',
      {
        pool: {
          known: [
            { from: 0, to: NOW - 25 * HOUR },
            { from: NOW - 23 * HOUR, to: NOW },
          ],
        },
      },
    ],
    ['AWS has not confirmed the price for days', { pool: { confirmedAt: NOW - 3 * DAY } }],
  ])('is unknown when %s', (_name, change) => {
    expect(verdicts(up, dear)).toEqual(['rise true']);
    expect(verdicts(up, { ...dear, ...change })).toEqual(['rise unknown']);
  });
});

describe('the filter', () => {
  it.each([
    [{ types: ['p5*'] }, 1],
    [{ types: ['p4*', 'p5.48*'] }, 1],
    [{ types: ['g6*'] }, 0],
    [{ regions: ['us-east-1'] }, 1],
    [{ regions: ['us-east-2'] }, 0],
    [{ zones: ['use1-az4'] }, 1],
    [{ zones: ['use1-az1'] }, 0],
    [{ product: 'Windows' }, 0],
  ])('%j leaves %d pools', (filter, count) => {
    const params = { ...filter, moves: { percent: 10, direction: 'up' } };
    expect(verdicts(params, {})).toHaveLength(count);
    const labels = {
      condition: 'rise',
      type: 'p5.48xlarge',
      region: 'us-east-1',
      zoneId: 'use1-az4',
      product: 'Linux/UNIX',
    };
    expect(spotPriceMove.watches(paramsSchema.parse(params), labels)).toBe(count === 1);
  });

  it('does not depend on thresholds, and ignores the order of its lists', () => {
    const key = (when: unknown) => spotPriceMove.filterKey(paramsSchema.parse(when));
    expect(key({ types: ['a*', 'b*'], moves: { percent: 1 } })).toBe(
      key({ types: ['b*', 'a*'], moves: { percent: 9 } }),
    );
    expect(key({ types: ['a*'], moves: { percent: 1 } })).not.toBe(key({ moves: { percent: 1 } }));
  });
});

describe('why it ended', () => {
  const facts = (was: number, now: number, percent = 10, windowMs = DAY) => {
    const params = paramsSchema.parse({ moves: { percent, direction: 'up', within: `${windowMs / HOUR}h` } });
    const pool = {
      id: 1,
      type: 't',
      zoneId: 'z',
      product: 'Linux/UNIX',
      chip: null,
      scale: 6,
      priceMicro: now * USD,
      changedAt: 0,
      confirmedAt: NOW,
      known: [],
    };
    const found = spotPriceMove.evaluate(
      params,
      {
        region: 'r',
        look: { at: NOW, intervalMs: MINUTE, completeness: 'complete', items: 1 },
        pools: [pool],
        previous: new Map([[windowMs, new Map([[1, was * USD]])]]),
      },
      NOW,
    );
    return found[0]!.facts();
  };

  it.each([
    ['moved_back', 'the price is back', facts(100, 120), facts(100, 101)],
    [
      'window_passed',
      'the price has stayed and the old one has left the window',
      facts(100, 120),
      facts(120, 120),
    ],
    ['window_passed', 'it went on rising more slowly', facts(100, 120), facts(120, 125)],
    ['rule_changed', 'the percentage was raised', facts(100, 120), facts(100, 120, 50)],
    [
      'moved_back',
      'the price is back and the percentage was raised too',
      facts(100, 120),
      facts(100, 101, 50),
    ],
    ['rule_changed', 'the window was changed', facts(100, 120), facts(120, 120, 10, HOUR)],
  ])('is %s when %s', (reason, _when, fired, latest) => {
    expect(spotPriceMove.whyEnded(fired, latest)).toBe(reason);
  });
});

it('describes its condition in words', () => {
  const words = (when: unknown) => spotPriceMove.describe(paramsSchema.parse(when));
  expect(words({ types: ['p5*'], moves: { percent: 10 } })).toBe(
    'spot price of p5* moves 10 % or more within 24h',
  );
  expect(
    words({
      regions: ['us-east-1'],
      moves: { percent: 5, direction: 'down', within: '1h' },
      crosses: { usdPerHour: 40 },
    }),
  ).toBe('spot price of all types in us-east-1 falls 5 % or more within 1h, or crosses $40.00/h within 24h');
});

describe('parameters', () => {
  it('come out in a form that goes in again unchanged', () => {
    const once = paramsSchema.parse({ crosses: { usdPerHour: 40.5 } });
    expect(paramsSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it.each([
    ['neither condition', {}],
    ['percent 0', { moves: { percent: 0 } }],
    ['percent below 0', { moves: { percent: -1 } }],
    ['percent above 1000', { moves: { percent: 1001 } }],
    ['percent with a comma', { moves: { percent: '12,5' } }],
    ['percent NaN', { moves: { percent: Number.NaN } }],
    ['percent Infinity', { moves: { percent: Number.POSITIVE_INFINITY } }],
    ['percent with 7 decimals', { moves: { percent: 1.1234567 } }],
    ['a limit of 0', { crosses: { usdPerHour: '0' } }],
    ['a limit with 7 decimals', { crosses: { usdPerHour: '1.1234567' } }],
    ['a limit above a million', { crosses: { usdPerHour: '1000000.01' } }],
    ['a negative limit', { crosses: { usdPerHour: -4 } }],
    ['a window of 0', { moves: { percent: 1, within: '0m' } }],
    ['a window of 4 minutes', { moves: { percent: 1, within: '4m' } }],
    ['a window of 91 days', { moves: { percent: 1, within: '91d' } }],
    ['a window of 1.5h', { moves: { percent: 1, within: '1.5h' } }],
    ['a window without a unit', { moves: { percent: 1, within: '5' } }],
    ['a region with a typing mistake', { regions: ['us-east1'], moves: { percent: 1 } }],
    ['a zone name instead of a zone ID', { zones: ['us-east-1a'], moves: { percent: 1 } }],
    ['an unknown product', { product: 'Linux', moves: { percent: 1 } }],
    ['a glob with a slash', { types: ['p5/*'], moves: { percent: 1 } }],
    ['an unknown field', { moves: { percent: 1, windows: '1h' } }],
  ])('are refused for %s', (_name, when) => {
    expect(paramsSchema.safeParse(when).success).toBe(false);
  });
});
