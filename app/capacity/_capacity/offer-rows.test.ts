import { expect, test } from 'vitest';
import { AT, offerOf, placeOf } from '#tests/helpers/block-offer.ts';
import { offerRows } from './offer-rows.ts';
import { placesFor } from './places.ts';

const QUESTION = { qualifier: '8x168h', count: 8, durationHours: 168, startAfter: null, startBefore: null };
const soon = offerOf({ inDays: 2 });
const cheap = offerOf({ inDays: 9, perAcceleratorHour: 4_100_000, feeChanges: 1 });
const unseen = offerOf({
  inDays: 1,
  perAcceleratorHour: 3_000_000,
  region: 'ap-south-1',
  zoneId: 'aps1-az1',
});

function rows(sort: 'price' | 'start') {
  const asked = [placeOf('us-east-2', [{}]), placeOf('ap-south-1', [{ outcome: 'throttled' }])];
  const places = placesFor(asked, [soon, cheap, unseen], QUESTION);
  const fees = new Map([
    [
      cheap.id,
      [
        { at: AT - 9e6, fee: 1 },
        { at: AT, fee: cheap.fee },
      ],
    ],
  ]);
  return offerRows({ places, fees, zoneNames: new Map([['use2-az1', 'us-east-2c']]), sort });
}

test('sorts by start or by price', () => {
  expect(rows('start').map((row) => row.offer)).toEqual([unseen, soon, cheap]);
  expect(rows('price').map((row) => row.offer)).toEqual([unseen, cheap, soon]);
});

test('calls soonest and cheapest only what the newest look has seen', () => {
  const marks = rows('start').map((row) => [row.confirmed, row.isSoonest, row.isCheapest]);
  expect(marks).toEqual([
    [false, false, false],
    [true, true, false],
    [true, false, true],
  ]);
});

test('keeps what a block cost before, and hands out the command that shows exactly this one', () => {
  const row = rows('price')[1];
  expect(row?.earlierFees).toEqual([{ at: AT - 9e6, fee: 1 }]);
  expect(row?.commands.list).toContain('--instance-type p5.48xlarge --instance-count 8');
  expect(row?.commands.list).toContain('us-east-2c');
});
