import { describe, expect, it } from 'vitest';
import { configurationsOf, readRequest, regionSets } from './configurations.ts';

const TYPES = ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];
const basket = {
  name: 'hopper',
  types: TYPES,
  capacities: [1, 8],
  level: 'region' as const,
  regions: ['b', 'a'],
};
const requests = (over: object) => configurationsOf([{ ...basket, ...over }]).map(({ request }) => request);

describe('a configuration', () => {
  it('is the same in whatever order types and regions are written', () => {
    expect(requests({ types: [...TYPES].reverse(), regions: ['a', 'b'] })).toEqual(requests({}));
  });

  it.each([
    ['a type', { types: [...TYPES, 'p6-b200.48xlarge'] }],
    ['the capacity', { capacities: [2, 16] }],
    ['the level', { level: 'zone' }],
    ['the regions', { regions: ['a'] }],
  ])('is another one when %s changes', (_, over) => {
    expect(requests(over).some((request) => requests({}).includes(request))).toBe(false);
  });

  it('does not depend on its name', () => {
    expect(requests({ name: 'other' })).toEqual(requests({}));
  });

  it('can be read back', () => {
    const [request = ''] = requests({});
    expect(readRequest(request)).toEqual({ types: TYPES, capacity: 1, level: 'region', regions: ['a', 'b'] });
  });
});

describe('the regions of a call', () => {
  const regions = Array.from({ length: 23 }, (_, i) => `region-${i}`);

  it('are ten at most', () => {
    const sets = regionSets({ level: 'region', regions });
    expect(sets.map((set) => set.length)).toEqual([10, 10, 3]);
    expect(sets.flat().sort()).toEqual([...regions].sort());
  });

  it('are one where zones are asked for, because an answer has ten entries', () => {
    expect(regionSets({ level: 'zone', regions }).every((set) => set.length === 1)).toBe(true);
  });

  it('stay as they are when a region is added at the end', () => {
    const grown = regionSets({ level: 'region', regions: [...regions, 'a-new-one'] });
    expect(grown.slice(0, 2)).toEqual(regionSets({ level: 'region', regions }).slice(0, 2));
  });
});
