import { expect, test } from 'vitest';
import { inUnit, type Unit, unitsOf, writeUnit } from './units.ts';

const h100 = { acceleratorCount: 8, bf16TflopsEach: 989.5, memoryGibEach: 80, hasOnDemand: true };
const unit = (name: string) => unitsOf(h100).find((entry) => entry.name === name) as Unit;

test('offers only the units whose facts are known', () => {
  expect(unitsOf(h100).map((entry) => entry.name)).toEqual(['hour', 'accelerator', 'share', 'pflop', 'gib']);
  const unknown = { acceleratorCount: 0, bf16TflopsEach: null, memoryGibEach: null, hasOnDemand: false };
  expect(unitsOf(unknown).map((entry) => entry.name)).toEqual(['hour']);
});

test('divides a price by what the instance has', () => {
  expect(inUnit(unit('accelerator'), 8_000_000, null)).toBe(1_000_000);
  expect(inUnit(unit('pflop'), 7_916_000, null)).toBeCloseTo(1_000_000, 6);
  expect(inUnit(unit('gib'), 6_400_000, null)).toBe(10_000);
});

test('knows no share where the on-demand price is not on record, and no value of no price', () => {
  expect(inUnit(unit('share'), 5, 20)).toBe(0.25);
  expect(inUnit(unit('share'), 5, null)).toBeNull();
  expect(inUnit(unit('hour'), null, 20)).toBeNull();
});

test('writes the unit on the number', () => {
  expect(writeUnit(unit('hour'), 38_214_000)).toBe('$38.21/h');
  expect(writeUnit(unit('gib'), 10_000)).toBe('$0.0100/GiB-h');
  expect(writeUnit(unit('share'), 0.25)).toBe('25.0\u202f%');
  expect(writeUnit(unit('share'), 1)).toBe('100\u202f%');
});
