import { expect, test } from 'vitest';
import { newsOf, type OfferingChange } from './news.ts';

const NOTHING: OfferingChange = {
  instanceType: 'p5.48xlarge',
  stayed: [],
  added: [],
  removed: [],
  knownBefore: false,
};
const brief = (change: Partial<OfferingChange>) =>
  newsOf({ ...NOTHING, ...change }).map(({ kind, zoneId, zones }) => `${kind} ${zoneId}[${zones}]`);

test('a type that a region has never offered appears in the region, once for all its zones', () => {
  expect(brief({ added: ['use1-az4', 'use1-az1'] })).toEqual(['type-appeared [use1-az1,use1-az4]']);
});

test('a type that the region offered before is back', () => {
  expect(brief({ added: ['use1-az1'], knownBefore: true })).toEqual(['type-back [use1-az1]']);
});

test('a type that leaves every zone leaves the region', () => {
  expect(brief({ removed: ['use1-az4', 'use1-az1'], knownBefore: true })).toEqual([
    'type-left [use1-az1,use1-az4]',
  ]);
});

test('zones that come and go beside others are told one by one', () => {
  const change = { stayed: ['use1-az1'], added: ['use1-az6', 'use1-atl2-az1'], removed: ['use1-az4'] };
  expect(brief(change)).toEqual([
    'zone-added use1-atl2-az1[use1-atl2-az1]',
    'zone-added use1-az6[use1-az6]',
    'zone-removed use1-az4[use1-az4]',
  ]);
});

test('a type that moves to another zone has not left', () => {
  expect(brief({ added: ['use1-az6'], removed: ['use1-az4'] })).toEqual([
    'zone-added use1-az6[use1-az6]',
    'zone-removed use1-az4[use1-az4]',
  ]);
});

test('nothing changed is no news', () => {
  expect(brief({ stayed: ['use1-az1'] })).toEqual([]);
});
