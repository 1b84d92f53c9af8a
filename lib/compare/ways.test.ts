import { describe, expect, it } from 'vitest';
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
