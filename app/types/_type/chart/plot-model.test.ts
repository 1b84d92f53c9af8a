import { expect, test } from 'vitest';
import { type Unit, unitsOf } from '../units.ts';
import {
  fittingOverlays,
  knownFrom,
  missingOnDemand,
  type OverlayLine,
  type PlotInput,
  plotLines,
  plotModel,
} from './plot-model.ts';

const units = unitsOf({ acceleratorCount: 8, bf16TflopsEach: null, memoryGibEach: null, hasOnDemand: true });
const unit = (name: string) => units.find((entry) => entry.name === name) as Unit;
const history = [
  { region: 'us-east-1', zoneId: 'use1-az1', changes: [{ at: 0, value: 8_000_000 }], gaps: [] },
];
const overlay = (kind: OverlayLine['kind'], ...points: OverlayLine['points']): OverlayLine => ({
  ...{ kind, name: kind, region: 'us-east-1', points },
});
const onDemand = overlay('on-demand', { at: 0, value: 80_000_000 }, { at: 50_000, value: 40_000_000 });
const whole = { from: 0, to: 100_000 };

function lines(name: string, overlays: OverlayLine[] = [onDemand]) {
  const input: PlotInput = { history, overlays, unit: unit(name), zoneIds: ['use1-az0', 'use1-az1'] };
  return plotLines(input);
}

test('draws each zone in its colour and every other way to buy, in the unit asked for', () => {
  const all = lines('accelerator');
  expect(all.map(({ name, kind, colour, points }) => [name, kind, colour, points[0]?.value])).toEqual([
    ['use1-az1', 'spot', 1, 1_000_000],
    ['on-demand', 'on-demand', -1, 10_000_000],
  ]);
  expect(plotModel(all, whole).grid.at).toEqual([0, 50_000, 100_000]);
});

test('moves a share when the on-demand price moves', () => {
  const [spot, list] = lines('share');
  expect(spot?.points).toEqual([
    { at: 0, value: 0.1 },
    { at: 50_000, value: 0.2 },
  ]);
  expect(list?.points.map((point) => point.value)).toEqual([1, 1]);
});

test('tells a plan, too, as a share of on-demand', () => {
  const plan = lines('share', [onDemand, overlay('savings-plan', { at: 0, value: 20_000_000 })]).at(-1);
  expect(plan?.points).toEqual([
    { at: 0, value: 0.25 },
    { at: 50_000, value: 0.5 },
  ]);
});

test('keeps the shares when the on-demand line is taken off', () => {
  const spot = lines('share').filter(({ kind }) => kind === 'spot');
  expect(plotModel(spot, whole).grid.rows).toEqual([[0.1, 0.2, 0.2]]);
});

test('leaves out what would press the spot lines together, until it is asked for', () => {
  const block = overlay('capacity-block', { at: 0, value: 11_000_000 });
  expect(fittingOverlays(lines('hour', [onDemand, block]), whole)).toEqual(['capacity-block']);
  // Of the time shown: before it on-demand may have been dearer.
  const fallen = overlay('on-demand', { at: 0, value: 80_000_000 }, { at: 50_000, value: 11_000_000 });
  expect(fittingOverlays(lines('hour', [fallen]), { from: 60_000, to: 100_000 })).toEqual(['on-demand']);
  expect(fittingOverlays(lines('hour', []), whole)).toEqual([]);
});

test('says from when a share is known, and why not before', () => {
  const late = overlay('on-demand', { at: Date.UTC(1970, 0, 3), value: 40_000_000 });
  const range = { from: 0, to: Date.UTC(1970, 0, 10) };
  const missing = (name: string, overlays: OverlayLine[]) =>
    missingOnDemand({ history, overlays, unit: unit(name) }, range);
  expect(missing('share', [late])).toEqual([
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
  expect(missing('hour', [late])).toEqual([]);
  expect(missing('share', [onDemand])).toEqual([]);
  expect(missing('share', [])).toMatchObject([
    { from: 0, to: range.to, words: 'no on-demand price on record' },
  ]);
  const [share] = lines('share', [late]);
  const [hour] = lines('hour', [late]);
  expect([knownFrom(share!, range.from), knownFrom(hour!, range.from)]).toEqual([Date.UTC(1970, 0, 3), 0]);
});
