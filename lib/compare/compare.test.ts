import { describe, expect, it } from 'vitest';
import { HOUR } from '#lib/domain/time.ts';
import { cheapestAt, ratioHistory, ratioWords, SAMPLES } from './ratio.ts';
import { type Chip, cheapestFirst, priceIn, type Way } from './ways.ts';

const H100: Chip = { accelerator: 'H100', count: 8, bf16Tflops: 989.4, memoryGib: 80 };
const TRN2: Chip = { accelerator: 'Trainium2', count: 16, bf16Tflops: 667, memoryGib: 96 };
const way = (over: Partial<Way> = {}): Way => ({
  ...{ type: 'p5.48xlarge', buy: 'spot', region: 'us-east-1', zoneId: 'use1-az4', terms: null },
  ...{ perInstance: 40_000_000, perAccelerator: 5_000_000, outcome: 'value', seenAt: 0, source: 'AWS' },
  ...over,
});

describe('a price in a unit', () => {
  it('is of an instance, an accelerator, a dense PFLOPS, or a GiB of its memory, for an hour', () => {
    expect(priceIn(way(), H100, 'hour')).toBe(40_000_000);
    expect(priceIn(way(), H100, 'accelerator')).toBe(5_000_000);
    expect(priceIn(way(), H100, 'pflop')).toBeCloseTo(5_000_000 / 0.9894);
    expect(priceIn(way(), H100, 'gib')).toBe(62_500);
  });

  it('is not known where the price or what the chip can is not', () => {
    expect(priceIn(way({ perAccelerator: null }), H100, 'pflop')).toBeNull();
    expect(priceIn(way(), { ...H100, bf16Tflops: null }, 'pflop')).toBeNull();
    expect(priceIn(way(), { ...H100, memoryGib: 0 }, 'gib')).toBeNull();
  });

  it('decides the order, and another unit may decide it otherwise', () => {
    const rows = [
      { way: way(), chip: H100 },
      { way: way({ type: 'none', perAccelerator: null }), chip: H100 },
      { way: way({ type: 'trn2.48xlarge', perAccelerator: 4_000_000 }), chip: TRN2 },
    ];
    const order = (unit: 'accelerator' | 'pflop') => cheapestFirst(rows, unit).map((row) => row.way.type);
    expect(order('accelerator')).toEqual(['trn2.48xlarge', 'p5.48xlarge', 'none']);
    expect(order('pflop')).toEqual(['p5.48xlarge', 'trn2.48xlarge', 'none']);
  });
});

describe('the ratio of two sides', () => {
  const FROM = 0;
  const TO = SAMPLES * HOUR;
  const steady = (value: number, known: null | { from: number; to: number }[] = null) => ({
    ...{ points: [{ at: FROM, value }], known },
  });

  it('is of the cheapest of each side at every instant', () => {
    const of = [
      steady(6),
      {
        points: [
          { at: FROM, value: 9 },
          { at: 100 * HOUR, value: 3 },
        ],
        known: null,
      },
    ];
    const { samples, median, low, high, known } = ratioHistory(of, [steady(2)], { from: FROM, to: TO });
    expect(samples[99]?.ratio).toBe(3);
    expect(samples[100]?.ratio).toBe(1.5);
    expect([low?.ratio, median, high?.ratio, known]).toEqual([1.5, 1.5, 3, SAMPLES + 1]);
  });

  it('has a hole where nobody looked at either side, and takes no price over from before', () => {
    const gone = {
      points: [
        { at: FROM, value: 4 },
        { at: 10 * HOUR, value: null },
      ],
      known: null,
    };
    expect(cheapestAt([gone], 10 * HOUR)).toBeNull();
    const of = [steady(6, [{ from: FROM, to: 50 * HOUR }])];
    const { samples, known } = ratioHistory(of, [steady(2)], { from: FROM, to: TO });
    expect(samples[50]?.ratio).toBe(3);
    expect(samples[51]?.ratio).toBeNull();
    expect(known).toBe(51);
    expect(ratioHistory([], [steady(2)], { from: FROM, to: TO })).toMatchObject({ known: 0, median: null });
  });

  it('is said as people say it', () => {
    expect([3.14, 12.4, 1.01, 0.41].map(ratioWords)).toEqual([
      '3.1 times',
      '12 times',
      'as much as',
      '41 % of',
    ]);
  });
});
