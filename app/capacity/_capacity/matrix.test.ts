import { expect, test } from 'vitest';
import { offerOf, placeOf } from '#tests/helpers/block-offer.ts';
import { buildMatrix } from './matrix.ts';
import { placesFor } from './places.ts';

const QUESTION = { qualifier: '8x168h', count: 8, durationHours: 168, startAfter: null, startBefore: null };
const P4 = { type: 'p4d.24xlarge' };

const places = [
  placeOf('ap-south-1', [{ outcome: 'throttled' }]),
  placeOf('ap-south-1', [], P4),
  placeOf('me-south-1', [{ outcome: 'region_disabled' }]),
  placeOf('me-south-1', [{ outcome: 'region_disabled' }], P4),
  placeOf('eu-west-1', []),
  placeOf('eu-west-1', [], P4),
  placeOf('us-east-1', [{}]),
  placeOf('us-east-1', [{ outcome: 'none' }], P4),
  placeOf('us-east-2', [{}]),
  placeOf('us-east-2', [{}], P4),
  placeOf('us-east-2', [], { type: 'trn1.32xlarge' }),
];
const offers = [
  offerOf({ perAcceleratorHour: 4_800_000 }),
  offerOf({ inDays: 20, perAcceleratorHour: 4_700_000 }),
  offerOf({ region: 'us-east-1', perAcceleratorHour: 4_900_000 }),
  offerOf({ type: 'p4d.24xlarge', perAcceleratorHour: 1_475_000 }),
];
const matrix = buildMatrix(placesFor(places, offers, QUESTION));

test('puts the regions and types with most offers first, and those in trouble before the quiet ones', () => {
  expect(matrix.types).toEqual(['p5.48xlarge', 'p4d.24xlarge']);
  expect(matrix.rows.map((row) => row.region)).toEqual(['us-east-2', 'us-east-1', 'ap-south-1']);
});

test('shows the cheapest price and the earliest start, which may be two offers', () => {
  const [cell] = matrix.rows[0]?.cells ?? [];
  expect(cell?.cheapest?.perAcceleratorHour).toBe(4_700_000);
  expect(cell?.earliest?.perAcceleratorHour).toBe(4_800_000);
});

test('marks the lowest of a type only where there is another to compare it with', () => {
  expect(matrix.rows.map((row) => row.cells.map((cell) => cell.isLowest))).toEqual([
    [true, false],
    [false, false],
    [false, false],
  ]);
});

test('has nothing to compare where nobody asks this of any type', () => {
  const none = buildMatrix(placesFor(places, offers, { ...QUESTION, qualifier: '3x120h', count: 3 }));
  expect(none).toMatchObject({ types: [], rows: [], disabled: ['me-south-1'], unsold: [] });
});

test('folds what has nothing to say: regions not enabled, regions where nothing is sold, types nobody asks about', () => {
  expect(matrix).toMatchObject({ disabled: ['me-south-1'], unsold: ['eu-west-1'], left: ['trn1.32xlarge'] });
});
