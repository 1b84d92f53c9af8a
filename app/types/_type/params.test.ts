import { expect, test } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { parseTypeView, shownOf, toggleRegion, typeHref, windowOf } from './params.ts';

const known = {
  regions: ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  units: ['hour', 'share'] as const,
  home: 'us-west-2',
};
const START = { zoom: undefined, hidden: [], overlays: undefined, under: '', leftOut: [] };
const DAY_10 = Date.UTC(2026, 10, 10);

test('starts with the cheapest region, thirty days and dollars an hour', () => {
  expect(parseTypeView({}, known)).toEqual({ regions: ['us-west-2'], range: '30d', unit: 'hour', ...START });
});

test('takes what the address says', () => {
  const params = { region: 'us-east-1,us-east-1,eu-west-1', range: '7d', unit: 'share' };
  expect(parseTypeView(params, known)).toEqual({
    regions: ['us-east-1', 'eu-west-1'],
    range: '7d',
    unit: 'share',
    ...START,
  });
});

test('leaves out what does not exist, and says so', () => {
  const asked = {
    unit: 'pflop',
    range: '1y',
    region: 'nowhere',
    under: '-3',
    lines: 'futures,none',
    from: 'x',
    to: 'y',
  };
  expect(parseTypeView(asked, known)).toMatchObject({
    regions: ['us-west-2'],
    range: '30d',
    unit: 'hour',
    under: '',
    zoom: undefined,
    leftOut: [
      'no price on record in nowhere',
      'range: 1y is none that this chart has',
      'unit: pflop is none that this chart has',
      'lines: futures is none that this chart has',
      'under: -3 is none that this chart has',
      'from and to: x is none that this chart has',
    ],
  });
});

test('shows at most four regions, and always one', () => {
  const view = parseTypeView({ region: known.regions.join(',') }, known);
  expect(view.regions).toHaveLength(4);
  expect(view.leftOut).toEqual(['eu-west-3: at most 4 regions are drawn']);
  expect(toggleRegion(['a'], 'a')).toEqual(['a']);
  expect(toggleRegion(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggleRegion(['a', 'b', 'c', 'd'], 'e')).toEqual(['b', 'c', 'd', 'e']);
});

test('writes an address that reads back as the same view', () => {
  const { leftOut: _, ...view } = parseTypeView({}, known);
  const changed = {
    ...view,
    regions: ['us-east-1', 'eu-west-1'],
    range: '7d',
    unit: 'share',
    zoom: { from: DAY_10, to: DAY_10 + DAY },
    hidden: ['use1-az4'],
    overlays: [],
    under: '35.5',
  } as const;
  const href = typeHref('p5.48xlarge', {
    ...changed,
    regions: [...changed.regions],
    hidden: [...changed.hidden],
    overlays: [],
  });
  expect(href).toBe(
    '/types/p5.48xlarge?region=us-east-1,eu-west-1&range=7d&unit=share&from=2026-11-10T00:00Z&to=2026-11-11T00:00Z&hide=use1-az4&lines=none&under=35.5',
  );
  const params = Object.fromEntries(new URL(href, 'http://desk').searchParams);
  expect(parseTypeView(params, known)).toEqual({ ...changed, leftOut: [] });
});

test('looks back as far as a zoom does, and shows no more than is known', () => {
  const to = DAY_10;
  const zoom = { from: to - 60 * DAY, to: to - 50 * DAY };
  expect(windowOf({ range: '30d', zoom: undefined }, to)).toEqual({ from: to - 30 * DAY, to });
  const window = windowOf({ range: '30d', zoom }, to);
  expect(window).toEqual({ from: zoom.from, to });
  expect(shownOf({ zoom }, window)).toEqual(zoom);
  expect(shownOf({ zoom: { from: to - DAY, to: to + DAY } }, window)).toEqual({ from: to - DAY, to });
  expect(shownOf({ zoom: { from: to + DAY, to: to + 2 * DAY } }, window)).toEqual(window);
});
