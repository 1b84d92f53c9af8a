import { expect, it } from 'vitest';
import type { Labels } from './identity.ts';
import type { Severity } from './notice.ts';
import { channelsByRoute, isCatchAll, type Route } from './route.ts';

const ROUTES: readonly Route[] = [
  {
    match: { severities: ['critical'], types: ['p5*'], regions: ['us-east-1'] },
    channels: ['pager', 'desk'],
  },
  { match: { severities: ['critical', 'normal'], types: ['p5*', 'p6*'] }, channels: ['training'] },
  { match: { regions: ['eu-west-1'] }, channels: ['europe'] },
  { match: {}, channels: ['desk'] },
  { match: { types: ['trn*'] }, channels: ['never'] },
];
const P5 = { type: 'p5.48xlarge', region: 'us-east-1' };

it.each<[string, Labels, Severity, string[]]>([
  ['all that is asked is met', P5, 'critical', ['pager', 'desk']],
  ['another severity', P5, 'normal', ['training']],
  ['another region', { ...P5, region: 'us-west-2' }, 'critical', ['training']],
  ['any of several types', { ...P5, type: 'p6-b200.48xlarge' }, 'critical', ['training']],
  ['the first that takes it, not the nearest', { ...P5, region: 'eu-west-1' }, 'normal', ['training']],
  ['another family', { type: 'g6.xlarge', region: 'eu-west-1' }, 'critical', ['europe']],
  ['a severity that no other asks for', P5, 'info', ['desk']],
  ['the end of the list is not asked', { type: 'trn2.48xlarge', region: 'us-east-1' }, 'normal', ['desk']],
  ['an alert without a type', { region: 'us-east-1', qualifier: 'L-1' }, 'critical', ['desk']],
  ['an alert without a region', { type: 'p5.48xlarge' }, 'critical', ['training']],
  ['an alert with neither', { source: 'spot-price' }, 'critical', ['desk']],
  ['an UltraServer by the family of its instances', { type: 'u-p6e-gb200x72' }, 'normal', ['training']],
])('%s', (_, labels, severity, channels) => {
  expect(channelsByRoute(ROUTES, labels, severity)).toEqual(channels);
});

it('an UltraServer goes by its own name too', () => {
  const routes = [{ match: { types: ['u-p6e*'] }, channels: ['ultra'] }];
  expect(channelsByRoute(routes, { type: 'u-p6e-gb200x72' }, 'info')).toEqual(['ultra']);
  expect(channelsByRoute(routes, { type: 'p6e-gb200.36xlarge' }, 'info')).toEqual([]);
});

it('nobody where no route takes it', () => {
  expect(channelsByRoute(ROUTES.slice(0, 3), P5, 'info')).toEqual([]);
  expect(channelsByRoute([], P5, 'critical')).toEqual([]);
});

it('only a route that asks nothing takes everything', () => {
  expect(ROUTES.map(isCatchAll)).toEqual([false, false, false, true, false]);
  expect(isCatchAll({ match: { severities: ['critical'] }, channels: [] })).toBe(false);
});
