import { expect, test } from 'vitest';
import { parseTypeView, toggleRegion, typeHref } from './params.ts';

const known = {
  regions: ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  units: ['hour', 'share'] as const,
  home: 'us-west-2',
};

test('starts with the cheapest region, thirty days and dollars an hour', () => {
  expect(parseTypeView({}, known)).toEqual({ regions: ['us-west-2'], range: '30d', unit: 'hour' });
});

test('takes what the address says and leaves out what does not exist', () => {
  const params = { region: 'us-east-1,nowhere,us-east-1,eu-west-1', range: '7d', unit: 'share' };
  expect(parseTypeView(params, known)).toEqual({
    regions: ['us-east-1', 'eu-west-1'],
    range: '7d',
    unit: 'share',
  });
  expect(parseTypeView({ unit: 'pflop', range: '1y', region: 'nowhere' }, known)).toEqual({
    regions: ['us-west-2'],
    range: '30d',
    unit: 'hour',
  });
});

test('shows at most four regions, and always one', () => {
  expect(parseTypeView({ region: known.regions.join(',') }, known).regions).toHaveLength(4);
  expect(toggleRegion(['a'], 'a')).toEqual(['a']);
  expect(toggleRegion(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggleRegion(['a', 'b', 'c', 'd'], 'e')).toEqual(['b', 'c', 'd', 'e']);
});

test('writes an address that reads back as the same view', () => {
  const view = { regions: ['us-east-1', 'eu-west-1'], range: '7d', unit: 'share' } as const;
  const href = typeHref('p5.48xlarge', { ...view, regions: [...view.regions] });
  expect(href).toBe('/types/p5.48xlarge?region=us-east-1,eu-west-1&range=7d&unit=share');
});
