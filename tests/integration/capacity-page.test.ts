import { describe, expect, test } from 'vitest';
import { answerOf, troublesOf } from '#app/capacity/_capacity/answer.ts';
import { lifetimesOf } from '#app/capacity/_capacity/lifetimes.ts';
import { buildMatrix } from '#app/capacity/_capacity/matrix.ts';
import { type CapacityPage, isSilent, readCapacityPage, sinceOf } from '#app/capacity/_capacity/read.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { type BlockDesk, block, EAST, LIMIT, only, openBlockDesk } from '../helpers/block-desk.ts';
import { NOW, openFaultyDesk } from '../helpers/faulty-desk.ts';

/** 11:30 UTC in some days. */
const startIn = (days: number) => NOW - 30 * MINUTE + days * DAY;

const TWO_DAYS = { type: 'p5.48xlarge', count: '1', duration: '2d' };

function pageOf(
  desk: Pick<BlockDesk, 'db' | 'now'>,
  params: Record<string, string> = TWO_DAYS,
): CapacityPage {
  const page = readCapacityPage(desk.db, params, desk.now());
  if (page === undefined) throw new Error('nothing is asked');
  return page;
}

describe('the page of one question', () => {
  test('answers with the earliest offer, what it costs and how old that is', async () => {
    const desk = await openBlockDesk();
    desk.answer(
      only(48, (input) => [block(input, startIn(9), { usdPerHour: 36 }), block(input, startIn(3))]),
    );
    await desk.sweep();
    desk.pass(4 * MINUTE);
    const page = pageOf(desk);
    expect(answerOf(page.places, page.question !== undefined)).toMatchObject({
      kind: 'offer',
      earliest: {
        confirmed: true,
        offer: { startAt: startIn(3), region: EAST, perAcceleratorHour: 5_000_000 },
      },
      cheapest: { offer: { startAt: startIn(9), perAcceleratorHour: 4_500_000 } },
    });
    expect(desk.now() - (page.lookedAt ?? 0)).toBe(4 * MINUTE);
    expect(page.zoneNames.get(page.places.flatMap((place) => place.offers)[0]?.zoneId ?? '')).toBe(
      'us-east-1a',
    );
  });

  test('keeps what was seen when AWS throttles, does not call it confirmed, and names the quota', async () => {
    const desk = await openBlockDesk();
    desk.answer(only(48, (input) => [block(input, startIn(3))]));
    await desk.sweep();
    desk.answer(() => LIMIT);
    for (let cycle = 0; cycle < 3; cycle++) await desk.later(30);
    const page = pageOf(desk);
    expect(answerOf(page.places, true)).toMatchObject({ kind: 'offer', earliest: { confirmed: false } });
    const [trouble] = troublesOf(page.places, 'p5.48xlarge');
    expect(trouble).toMatchObject({ state: 'no_quota', regions: [EAST], lastCompleteAt: NOW });
    expect(trouble?.remedy).toMatch(/as it does where the quota is 0: check .* L-DA6814F2 /);
  });

  test('tells nothing on offer from nothing asked', async () => {
    const desk = await openBlockDesk();
    await desk.sweep();
    const empty = pageOf(desk);
    expect(answerOf(empty.places, true)).toMatchObject({ kind: 'absent', reasons: [{ state: 'none' }] });
    const unasked = pageOf(desk, { ...TWO_DAYS, count: '5' });
    expect(answerOf(unasked.places, unasked.question !== undefined)).toEqual({ kind: 'not_asked' });
    expect(readCapacityPage(desk.db, {}, desk.now())).toBeDefined();
  });

  test('tells how long offers lived, and what a fee was before', async () => {
    const desk = await openBlockDesk();
    const steps = [40, 44, 44].map((usdPerHour) => ({ usdPerHour }));
    for (const fields of steps) {
      desk.answer(
        only(48, (input) => [
          block(input, startIn(9), fields),
          ...(fields === steps[0] ? [block(input, startIn(3))] : []),
        ]),
      );
      await desk.later(30);
    }
    const page = pageOf(desk);
    expect(lifetimesOf(page.gone, sinceOf(page.choice, desk.now()))).toMatchObject({
      count: 1,
      medianMs: 0,
      shortShare: 1,
      vanished: 1,
      startPassed: 0,
    });
    const [offer] = page.places.flatMap((place) => place.offers);
    expect(page.fees.get(offer?.id ?? 0)?.map((step) => step.fee)).toEqual([1_920_000_000, 2_112_000_000]);
  });

  test('keeps price and lead time over time, with a gap where nobody looked', async () => {
    const desk = await openBlockDesk();
    desk.answer(only(48, (input) => [block(input, startIn(9))]));
    await desk.sweep();
    desk.pass(5 * HOUR);
    expect(isSilent(pageOf(desk).lookedAt, desk.now())).toBe(true);
    await desk.later(30);
    const [lead] = pageOf(desk).histories.filter((one) => one.measure === 'block-lead');
    expect(lead?.gaps.at(-1)).toEqual({ from: NOW, to: desk.now(), outcome: 'never' });
    expect(lead?.value).toEqual([12_930, 12_600]);
  });

  test('answers a question with a window from the starts within it', async () => {
    const startBefore = startIn(5);
    const ask = { name: 'soon', type: 'p5.48xlarge', count: 2, durationHours: 48, regions: [], startBefore };
    const desk = await openBlockDesk({ capacity: { asks: [ask] } });
    desk.answer((input) => (input.InstanceCount === 2 ? [block(input, startIn(4))] : []));
    await desk.sweep();
    const page = pageOf(desk, { ...TWO_DAYS, count: '2' });
    expect(page.question?.startBefore).toBe(startBefore);
    expect(page.places.flatMap((place) => place.offers)).toHaveLength(1);
  });
});

test('nothing is asked before the first sweep', async () => {
  const desk = await openFaultyDesk();
  expect(readCapacityPage(desk.db, {}, desk.now())).toBeUndefined();
});

test('shows every outcome of a simulated market side by side', async () => {
  const desk = await openFaultyDesk({
    types: ['p5.48xlarge', 'p4d.*'],
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  });
  desk.standIn.faults.add({
    kind: 'denied',
    action: 'DescribeCapacityBlockOfferings',
    region: 'us-west-2',
    times: Number.POSITIVE_INFINITY,
  });
  await desk.run('capacity-block');
  const matrix = buildMatrix(pageOf(desk, { count: '1', duration: '1d' }).all);
  const row = (region: string) => matrix.rows.find((one) => one.region === region);
  expect(matrix.types.slice(0, 2).sort()).toEqual(['p4d.24xlarge', 'p5.48xlarge']);
  expect(
    row('us-west-2')
      ?.cells.slice(0, 2)
      .map((cell) => cell.place.state),
  ).toEqual(['denied', 'denied']);
  expect(row('us-east-1')?.offers).toBeGreaterThan(0);
});
