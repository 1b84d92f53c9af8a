import { describe, expect, test } from 'vitest';
import { blockHistories } from '#db/queries/capacity-history.ts';
import { blockOffers } from '#db/queries/capacity-offers.ts';
import { listCoverage } from '#db/queries/targets.ts';
import { type CapacityAsk, DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { awsError, type BlockDesk, block, openBlockDesk } from '../helpers/block-desk.ts';
import { NOW } from '../helpers/faulty-desk.ts';

/** 11:30 UTC in three days. */
const START = NOW - 30 * MINUTE + 3 * DAY;

const told = ({ db, now }: BlockDesk, state: 'open' | 'gone' | 'all' = 'open') =>
  blockOffers(db, now(), { state, durationsHours: [48] });

const ask = (name: string, days: [number, number]): CapacityAsk => {
  const [startAfter, startBefore] = days.map((day) => NOW + day * DAY);
  return {
    name,
    type: 'p5.48xlarge',
    count: 1,
    durationHours: 48,
    regions: ['us-east-1'],
    startAfter,
    startBefore,
  };
};

function setCapacity(desk: BlockDesk, durationsHours: number[], asks: CapacityAsk[]): void {
  const capacity = { ...DEFAULT_CAPACITY, grid: { counts: [1], durationsHours }, asks };
  desk.context.sources = { ...desk.context.sources, capacity };
}

function targetOf({ db }: BlockDesk, key: string): number {
  const sql = "SELECT id FROM target WHERE collector = 'capacity-block' AND query_key = ?";
  return db.sqlite.prepare(sql).pluck().get(`p5.48xlarge ${key}`) as number;
}

describe('questions that AWS chokes on', () => {
  test('do not keep the others of their region from being asked, however many they are', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => (input.CapacityDurationHours === 48 ? [block(input, START)] : []));
    await desk.sweep();
    // From now on every other length is answered with an error: the grid's week, and the whole ladder.
    for (let cycle = 0; cycle < 48; cycle++) {
      desk.answer((input) =>
        input.CapacityDurationHours === 48 ? [block(input, START)] : awsError('InternalError'),
      );
      await desk.later(30);
    }
    expect(told(desk)).toMatchObject([{ lastSeenAt: desk.now(), outcome: 'value' }]);
  });
});

describe('a clock that was set back', () => {
  test('silences no question and leaves no time known that has not come', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    desk.pass(30 * DAY);
    await desk.sweep();
    desk.pass(-30 * DAY + 10 * MINUTE);
    const asked = desk.asked.length;
    await desk.sweep();
    expect(desk.asked.slice(asked).map((input) => input.CapacityDurationHours)).toContain(48);
    await desk.later(30);
    const known = listCoverage(desk.db, targetOf(desk, '1x48h'));
    expect(known.at(-1)).toMatchObject({ to: desk.now() });
  });
});

describe('what is not sold', () => {
  test('is known all the time between the looks of once a day', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START + 8 * DAY)]);
    await desk.sweep();
    desk.answer(() => awsError('InvalidParameterValue', "The instance type 'p5.48xlarge' is not supported"));
    for (let cycle = 0; cycle < 4 * 48; cycle++) await desk.later(30);
    expect(listCoverage(desk.db, targetOf(desk, '1x48h'))).toHaveLength(1);
    const window = { from: NOW, to: desk.now() };
    const asked = { measures: ['block-offers'] as const, durationsHours: [48], window, now: desk.now() };
    const [history] = [...blockHistories(desk.db, asked)];
    expect(history?.gaps).toEqual([{ from: NOW + 30 * MINUTE, to: desk.now(), outcome: 'not_sold' }]);
  });
});

describe('a block that several questions show', () => {
  test('is told of once, whatever their windows', async () => {
    const desk = await openBlockDesk();
    setCapacity(desk, [168], [ask('a', [1, 5]), ask('b', [2, 6])]);
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    expect(told(desk)).toHaveLength(1);
    desk.answer(() => []);
    await desk.later(30);
    expect(told(desk, 'gone')).toHaveLength(1);
  });

  test('stays on sale when one of them is asked no more', async () => {
    const desk = await openBlockDesk();
    setCapacity(desk, [48], [ask('a', [1, 5])]);
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    expect(told(desk)).toHaveLength(1);
    // The question without a window is dropped, as when its length leaves the grid.
    desk.db.sqlite.prepare('UPDATE target SET current = 0 WHERE id = ?').run(targetOf(desk, '1x48h'));
    expect(told(desk)).toMatchObject([{ startAt: START, outcome: 'value' }]);
  });
});

test('an offer gets its accelerators when somebody has described them', async () => {
  const desk = await openBlockDesk();
  desk.answer((input) => [block(input, START)]);
  await desk.run('region');
  await desk.run('instance-type');
  const set = (count: number) =>
    desk.db.sqlite.prepare('UPDATE instance_type SET accelerator_count = ?').run(count);
  set(0);
  await desk.sweep();
  expect(told(desk)).toMatchObject([{ accelerators: null, perAcceleratorHour: null }]);
  set(8);
  await desk.later(30);
  expect(told(desk)).toMatchObject([{ accelerators: 8, perAcceleratorHour: 5_000_000 }]);
});

test('a look for the largest count that time does not suffice for is left for the next sweep', async () => {
  const desk = await openBlockDesk();
  // Answers that take six minutes each.
  desk.answer((input) => {
    desk.pass(6 * MINUTE);
    return [block(input, desk.now() + DAY + HOUR)];
  });
  const ended = await desk.sweep();
  expect(ended.state).toBe('ok');
  expect(desk.asked.length).toBeLessThanOrEqual(6);
});
