import { describe, expect, test } from 'vitest';
import { blockOffers, offerFees } from '#db/queries/capacity-offers.ts';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import {
  awsError,
  type BlockDesk,
  block,
  LIMIT,
  only,
  openBlockDesk,
  type Script,
} from '../helpers/block-desk.ts';
import { NOW } from '../helpers/faulty-desk.ts';

/** 11:30 UTC in three days: when blocks of a later day begin. */
const START = NOW - 30 * MINUTE + 3 * DAY;

const offersOf = ({ db, now }: BlockDesk, hours = 48) =>
  blockOffers(db, now(), { state: 'all', durationsHours: [hours] });
const theOffer = (desk: BlockDesk, hours = 48) => {
  const all = offersOf(desk, hours);
  expect(all).toHaveLength(1);
  return all[0]!;
};
const shown: Script = only(48, (input) => [block(input, START)]);
const empty: Script = () => [];

describe('an offer', () => {
  test('that is on sale for 25 minutes is recorded, and another duration does not end it', async () => {
    const desk = await openBlockDesk();
    await desk.sweep();
    expect(offersOf(desk)).toEqual([]);
    desk.answer(shown);
    await desk.later(30);
    const seenAt = desk.now();
    // A look at one week, in the middle of its life: only a question of two days may end it.
    desk.answer((input) => (input.CapacityDurationHours === 168 ? [] : awsError('InternalError', 'not now')));
    await desk.later(25);
    expect(theOffer(desk)).toMatchObject({ firstSeenAt: seenAt, lastSeenAt: seenAt, goneAt: null });
    desk.answer(empty);
    await desk.later(5);
    expect(theOffer(desk)).toMatchObject({
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      goneAt: seenAt + 30 * MINUTE,
      goneWhy: 'vanished',
    });
  });

  test('that comes back is on sale anew, under a row of its own', async () => {
    const desk = await openBlockDesk();
    for (const script of [shown, empty, shown]) {
      desk.answer(script);
      await desk.later(30);
    }
    const [first, second] = offersOf(desk);
    expect(first).toMatchObject({ goneWhy: 'vanished', startAt: START });
    expect(second).toMatchObject({ goneAt: null, startAt: START, firstSeenAt: desk.now() });
  });

  test.each([
    ['is refused as too many', LIMIT],
    ['fails', awsError('InternalError')],
    ['is denied', awsError('UnauthorizedOperation')],
  ])('outlives a look that %s, for as long as that lasts', async (_, error) => {
    const desk = await openBlockDesk();
    desk.answer(shown);
    await desk.sweep();
    const before = theOffer(desk);
    desk.answer(() => error);
    for (let cycle = 0; cycle < 4; cycle++) await desk.later(30);
    expect(theOffer(desk)).toMatchObject({
      firstSeenAt: before.firstSeenAt,
      lastSeenAt: before.lastSeenAt,
      goneAt: null,
    });
    expect(theOffer(desk).outcome).not.toBe('value');
    desk.answer(shown);
    await desk.later(30);
    expect(theOffer(desk)).toMatchObject({
      firstSeenAt: before.firstSeenAt,
      lastSeenAt: desk.now(),
      outcome: 'value',
    });
  });

  test('outlives an answer of which one record could not be read', async () => {
    const desk = await openBlockDesk();
    desk.answer(shown);
    await desk.sweep();
    desk.answer(only(48, (input) => [block(input, START + DAY), block(input, START, { UpfrontFee: 'abc' })]));
    await desk.later(30);
    const open = offersOf(desk);
    expect(open.map((one) => [one.startAt, one.goneAt])).toEqual([
      [START, null],
      [START + DAY, null],
    ]);
  });

  test('keeps every fee it had, and says how often that changed', async () => {
    const desk = await openBlockDesk();
    for (const usdPerHour of [40, 40, 50, 50]) {
      desk.answer(only(48, (input) => [block(input, START, { usdPerHour })]));
      await desk.later(30);
    }
    const offer = theOffer(desk);
    expect(offer).toMatchObject({ feeChanges: 1, fee: 2400_000_000 });
    expect(offerFees(desk.db, offer.id).map((one) => one.fee)).toEqual([1920_000_000, 2400_000_000]);
  });

  test('that comes on two pages twice is one offer', async () => {
    const desk = await openBlockDesk();
    desk.answer(only(48, (input) => [block(input, START), block(input, START)]));
    await desk.sweep();
    theOffer(desk);
  });

  test('is over when its start has passed while nobody looked', async () => {
    const desk = await openBlockDesk();
    desk.answer(shown);
    await desk.sweep();
    desk.pass(4 * DAY);
    expect(theOffer(desk)).toMatchObject({ goneAt: START, goneWhy: 'start_passed' });
    desk.answer(empty);
    await desk.sweep();
    expect(theOffer(desk)).toMatchObject({ goneAt: desk.now(), goneWhy: 'start_passed' });
  });
});

describe('a block that starts at once', () => {
  const END = START - DAY;
  /** 48 h asked: from the next odd minute to the end that all blocks have. */
  const soon = (now: () => number, usdPerHour = 40): Script =>
    only(48, (input) => [block(input, now() + 31 * MINUTE, { endAt: END, usdPerHour })]);

  test('is one offer while its start moves on, and its price is by the hours it delivers', async () => {
    const desk = await openBlockDesk();
    const firstSeenAt = desk.now();
    desk.answer(soon(desk.now));
    await desk.sweep();
    for (let cycle = 0; cycle < 5; cycle++) await desk.later(30);
    const offer = theOffer(desk);
    expect(offer).toMatchObject({ firstSeenAt, lastSeenAt: desk.now(), goneAt: null, feeChanges: 0 });
    expect((offer.endAt - offer.startAt) / HOUR).toBeCloseTo(48 - 0.5 - 31 / 60 - 2.5, 1);
    expect(offer.perAcceleratorHour! / 1e6).toBeCloseTo(5, 3);
    desk.answer(empty);
    await desk.later(40);
    // Its start has passed, and still it was bought: otherwise it would have moved on.
    expect(theOffer(desk)).toMatchObject({ goneWhy: 'vanished', goneAt: desk.now() });
  });

  test('costs what it costs: a new rate is a change of the fee, fewer hours are not', async () => {
    const desk = await openBlockDesk();
    for (const usdPerHour of [40, 40, 44]) {
      desk.answer(soon(desk.now, usdPerHour));
      await desk.later(30);
    }
    expect(theOffer(desk)).toMatchObject({ feeChanges: 1 });
  });

  test('was a block of a later day before its day came', async () => {
    const desk = await openBlockDesk();
    const startAt = NOW - 30 * MINUTE + DAY;
    desk.answer(only(48, (input) => [block(input, startAt)]));
    desk.pass(23 * HOUR);
    await desk.sweep();
    desk.answer(only(48, (input) => [block(input, desk.now() + 31 * MINUTE, { endAt: startAt + 2 * DAY })]));
    await desk.later(30);
    expect(theOffer(desk)).toMatchObject({
      firstSeenAt: desk.now() - 30 * MINUTE,
      goneAt: null,
      feeChanges: 0,
    });
  });

  test('of 48 hours asked and 40.37 delivered is divided by what is delivered', async () => {
    const desk = await openBlockDesk();
    const startAt = END - 40.37 * HOUR;
    desk.answer(only(48, (input) => [block(input, startAt, { endAt: END, UpfrontFee: '1443.550000' })]));
    desk.pass(startAt - 31 * MINUTE - desk.now());
    await desk.sweep();
    // 1,443.55 over 8 accelerators and 40.37 h.
    expect(theOffer(desk).perAcceleratorHour).toBe(4_469_749);
    expect(theOffer(desk)).toMatchObject({ durationHours: 48, fee: 1_443_550_000, feeScale: 6 });
  });
});

describe('a restart', () => {
  test('changes nothing', async () => {
    const desk = await openBlockDesk();
    desk.answer(shown);
    await desk.sweep();
    const before = offersOf(desk);
    const again = await openBlockDesk({ db: desk.db });
    again.pass(desk.now() - again.now());
    expect(offersOf(again)).toEqual(before);
    again.answer(shown);
    await again.later(30);
    expect(theOffer(again)).toMatchObject({ firstSeenAt: before[0]!.firstSeenAt, lastSeenAt: again.now() });
  });

  test('in the middle of a sweep goes on with the questions that were left, and ends nothing', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    const before = blockOffers(desk.db, desk.now(), { state: 'all' }).length;
    desk.pass(30 * MINUTE);
    const stop = new AbortController();
    const asked = desk.asked.length;
    desk.answer((input) => {
      if (desk.asked.length > asked + 1) stop.abort();
      return [block(input, START)];
    });
    const job = JOBS.find((one) => one.name === 'capacity-block')!;
    await executeJob(desk.context, job, 77, 'manual', stop.signal, 60_000);
    const done = desk.asked.slice(asked).map((input) => input.CapacityDurationHours);
    expect(done).toEqual([48, 168]);
    expect(blockOffers(desk.db, desk.now(), { state: 'open' }).length).toBe(before);

    const again = await openBlockDesk({ db: desk.db });
    again.pass(desk.now() - again.now());
    again.answer((input) => [block(input, START)]);
    await again.sweep();
    const redone = again.asked.map((input) => input.CapacityDurationHours);
    // The first look was published before the stop: it is not asked for twice.
    expect(redone.slice(0, 1)).toEqual([168]);
    expect(redone).not.toContain(48);
    expect(blockOffers(again.db, again.now(), { state: 'gone' })).toEqual([]);
  });
});
