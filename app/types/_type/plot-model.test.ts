import { expect, test } from 'vitest';
import { isFarAbove, knownFrom, missingOnDemand, plotModel, spotOnly } from './plot-model.ts';
import { type Unit, unitsOf } from './units.ts';

const units = unitsOf({ acceleratorCount: 8, bf16TflopsEach: null, memoryGibEach: null, hasOnDemand: true });
const unit = (name: string) => units.find((entry) => entry.name === name) as Unit;
const history = [
  { region: 'us-east-1', zoneId: 'use1-az1', changes: [{ at: 0, value: 8_000_000 }], gaps: [] },
];
const onDemand = [
  {
    region: 'us-east-1',
    points: [
      { at: 0, value: 80_000_000 },
      { at: 50_000, value: 40_000_000 },
    ],
  },
];

test('draws each zone and the on-demand price in the unit asked for', () => {
  const { lines, grid } = plotModel({ history, onDemand, unit: unit('accelerator'), from: 0, to: 100_000 });
  expect(lines.map(({ name, dashed, points }) => [name, dashed, points[0]?.value])).toEqual([
    ['use1-az1', false, 1_000_000],
    ['on-demand', true, 10_000_000],
  ]);
  expect(grid.at).toEqual([0, 50_000, 100_000]);
});

test('moves a share when the on-demand price moves', () => {
  const { lines } = plotModel({ history, onDemand, unit: unit('share'), from: 0, to: 100_000 });
  expect(lines[0]?.points).toEqual([
    { at: 0, value: 0.1 },
    { at: 50_000, value: 0.2 },
  ]);
  expect(lines[1]?.points.map((point) => point.value)).toEqual([1, 1]);
});

test('keeps the shares when the on-demand line is taken off', () => {
  const drawn = spotOnly(plotModel({ history, onDemand, unit: unit('share'), from: 0, to: 100_000 }));
  expect(drawn.lines.map((line) => line.name)).toEqual(['use1-az1']);
  expect(drawn.grid.rows).toEqual([[0.1, 0.2, 0.2]]);
});

test('says when on-demand lies far above the spot lines', () => {
  expect(isFarAbove(plotModel({ history, onDemand, unit: unit('hour'), from: 0, to: 100_000 }).lines)).toBe(
    true,
  );
  expect(
    isFarAbove(plotModel({ history, onDemand: [], unit: unit('hour'), from: 0, to: 100_000 }).lines),
  ).toBe(false);
});

test('says from when a share is known, and why not before', () => {
  const late = [{ region: 'us-east-1', points: [{ at: Date.UTC(1970, 0, 3), value: 40_000_000 }] }];
  const range = { from: 0, to: Date.UTC(1970, 0, 10) };
  expect(missingOnDemand({ history, onDemand: late, unit: unit('share'), ...range })).toEqual([
    {
      region: 'us-east-1',
      from: 0,
      to: Date.UTC(1970, 0, 3),
      outcome: 'none',
      words: 'no on-demand price on record before 3 Jan',
      zoneIds: [],
      whole: true,
    },
  ]);
  expect(missingOnDemand({ history, onDemand: late, unit: unit('hour'), ...range })).toEqual([]);
  expect(missingOnDemand({ history, onDemand, unit: unit('share'), ...range })).toEqual([]);
  expect(missingOnDemand({ history, onDemand: [], unit: unit('share'), ...range })).toMatchObject([
    { from: 0, to: range.to, words: 'no on-demand price on record' },
  ]);
  const [share] = plotModel({ history, onDemand: late, unit: unit('share'), ...range }).lines;
  const [hour] = plotModel({ history, onDemand: late, unit: unit('hour'), ...range }).lines;
  expect([knownFrom(share!, range.from), knownFrom(hour!, range.from)]).toEqual([Date.UTC(1970, 0, 3), 0]);
});
