import { describe, expect, test, vi } from 'vitest';
import type { Db } from '#db/client.ts';
import { blockOffers } from '#db/queries/capacity-offers.ts';
import { DAY, formatInstant, HOUR, MINUTE } from '#lib/domain/time.ts';
import { blockApi } from '../helpers/block-api.ts';
import { awsError, block, EAST, LIMIT, only, openBlockDesk, type Script } from '../helpers/block-desk.ts';
import { NOW } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const START = NOW - 30 * MINUTE + 3 * DAY;
const P5 = 'p5.48xlarge';
const at = formatInstant;

describe('capacity-blocks', () => {
  test('tells of an offer what AWS wrote, what it comes to, and since when it is known', async () => {
    const desk = await openBlockDesk();
    desk.answer(only(48, (input) => [block(input, START, { UpfrontFee: '1920.500000' })]));
    await desk.sweep();
    await desk.later(30);
    expect(await blockApi(desk).rows('type=p5.48xlarge&duration=2d')).toEqual([
      {
        type: P5,
        region: EAST,
        zoneId: 'use1-az2',
        count: 1,
        durationHours: 48,
        startAt: at(START),
        endAt: at(START + 48 * HOUR),
        hours: 48,
        feeUsd: '1920.500000',
        perAcceleratorHourUsd: '5.001302',
        firstSeenAt: at(NOW),
        lastSeenAt: at(NOW + 30 * MINUTE),
        goneAt: null,
        goneWhy: null,
        feeChanges: 0,
        outcome: 'value',
      },
    ]);
  });

  test('does not say of a type that is not watched that it is not sold', async () => {
    const desk = await openBlockDesk();
    await desk.sweep();
    const outcomes = (await blockApi(desk).rows('type=p5e.48xlarge,trn2.3xlarge')).map((row) => [
      row.type,
      row.outcome,
    ]);
    expect(outcomes).toEqual([
      ['p5e.48xlarge', 'never'],
      ['trn2.3xlarge', 'not_sold'],
    ]);
  });

  test('shows no offer as on sale that nobody asks about any more', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    const sources = desk.context.sources;
    const grid = { counts: [2], durationsHours: [24] };
    desk.context.sources = { ...sources, capacity: { grid, asks: [] } };
    desk.context.watch = { ...desk.context.watch, types: ['p5e.48xlarge'] };
    await desk.later(30);
    const api = blockApi(desk);
    const old = `type=${P5}&zone=use1-az2&duration=7d`;
    expect(await api.rows(old)).toEqual([]);
    expect(await api.rows(`${old}&state=gone`)).toEqual([]);
    expect(await api.rows(`${old}&state=all`)).toMatchObject([{ outcome: 'never', goneAt: null }]);
  });

  test('filters by region, zone, count and duration, and shows what is gone on request', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    desk.answer(only(48, (input) => [block(input, START)]));
    await desk.later(30);
    const api = blockApi(desk);
    const hours = async (query: string) => (await api.rows(query)).map((row) => row.durationHours);
    expect(await hours('duration=48h,7d')).toEqual([48]);
    expect(await hours('state=gone&duration=48h,7d')).toEqual([168]);
    expect(await hours('state=all&duration=48h,7d&count=1')).toEqual([48, 168]);
    expect(await hours('zone=use1-az1')).toEqual([]);
    expect(await hours('count=2')).toEqual([]);
    const past = `from=${at(NOW - 2 * DAY)}&to=${at(NOW - DAY)}`;
    expect(await hours(`state=all&${past}`)).toEqual([]);
    expect((await (await api.ask('format=csv')).text()).split('\r\n')[0]).toMatch(
      /^type,region,zoneId,count/,
    );
  });

  test.each([
    ['count=65', 'COUNT_RANGE', 'count'],
    ['count=1.5', 'COUNT_RANGE', 'count'],
    ['duration=36h', 'DURATION_NOT_OFFERED', 'duration'],
    ['type=p5.48xlage', 'TYPE_UNKNOWN', 'type'],
    ['region=us-east1', 'REGION_UNKNOWN', 'region'],
    ['state=sold', 'PARAM_INVALID', 'state'],
    ['from=yesterday', 'RANGE_INVALID', 'from'],
  ])('refuses %s with %s', async (query, code, field) => {
    const desk = await openBlockDesk();
    const response = await blockApi(desk).ask(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, field } });
  });

  test('an offer that could not be looked at again says so, and is not passed off as present', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => [block(input, START)]);
    await desk.sweep();
    desk.answer(() => LIMIT);
    await desk.later(30);
    const [row] = await blockApi(desk).rows(`type=${P5}&duration=2d`);
    expect(row).toMatchObject({ outcome: 'throttled', lastSeenAt: at(NOW) });
  });
});

describe('capacity-blocks/history', () => {
  const series = async (desk: Parameters<typeof blockApi>[0], measure: string, query = '') => {
    const window = `from=${at(NOW - HOUR)}&to=${at(desk.now())}`;
    const all = await blockApi(desk).series(`type=${P5}&duration=2d&${window}&${query}`);
    return all.filter((one) => one.measure === measure);
  };

  test('keeps price, lead and number of offers as they change, and ends with none', async () => {
    const desk = await openBlockDesk();
    const dearer: Script = only(48, (input) => [
      block(input, START + DAY, { usdPerHour: 44 }),
      block(input, START, { usdPerHour: 48 }),
    ]);
    desk.answer(only(48, (input) => [block(input, START, { usdPerHour: 40 })]));
    await desk.sweep();
    desk.answer(dearer);
    await desk.later(30);
    desk.answer(() => []);
    await desk.later(30);
    await desk.later(30);
    const [t0, t1, t2, t3] = [0, 30, 60, 90].map((minutes) => at(NOW + minutes * MINUTE));
    expect(await series(desk, 'price')).toEqual([
      {
        type: P5,
        region: EAST,
        measure: 'price',
        unit: 'USD per accelerator-hour',
        count: 1,
        durationHours: 48,
        startAfter: null,
        startBefore: null,
        points: [
          { at: t0, value: '5.000000' },
          { at: t1, value: '5.500000' },
        ],
        gaps: [
          { from: at(NOW - HOUR), to: t0, outcome: 'never' },
          { from: t2, to: t3, outcome: 'none' },
        ],
      },
    ]);
    const [lead] = await series(desk, 'lead');
    expect(lead?.points.map((point) => Number(point.value))).toEqual([3 * 1440 - 30, 3 * 1440 - 60]);
    const [offers] = await series(desk, 'offers');
    expect(offers?.points).toEqual([
      { at: t0, value: '1' },
      { at: t1, value: '2' },
      { at: t2, value: '0' },
    ]);
    expect(offers?.gaps).toEqual([{ from: at(NOW - HOUR), to: t0, outcome: 'never' }]);
    expect(await blockApi(desk).csv(`type=${P5}&duration=2d`)).toContain(
      `${P5},${EAST},price,USD per accelerator-hour,1,48,${t1},5.500000`,
    );
  });

  test.each([
    ['throttled', LIMIT],
    ['failed', awsError('InternalError')],
    ['denied', awsError('UnauthorizedOperation')],
  ] as const)('breaks where looks were %s, with the reason', async (outcome, error) => {
    const desk = await openBlockDesk();
    const good: Script = only(48, (input) => [block(input, START)]);
    desk.answer(good);
    await desk.sweep();
    desk.answer(() => error);
    for (let cycle = 0; cycle < 4; cycle++) await desk.later(30);
    desk.answer(good);
    await desk.later(30);
    const [price] = await series(desk, 'price');
    expect(price?.points).toHaveLength(1);
    expect(price?.gaps.at(-1)).toEqual({ from: at(NOW), to: at(desk.now()), outcome });
  });

  test('has the largest count to be had, found in a few questions', async () => {
    const desk = await openBlockDesk();
    desk.answer((input) => ((input.InstanceCount ?? 0) <= 13 ? [block(input, START)] : []));
    for (let cycle = 0; cycle < 30; cycle++) await desk.later(30);
    const found = (await blockApi(desk).series(`type=${P5}`)).filter((one) => one.measure === 'max-count');
    expect(found).toMatchObject([{ count: null, durationHours: 24, points: [{ value: '13' }] }]);
    const bought = desk.asked.filter((input) => (input.InstanceCount ?? 0) > 1);
    expect(bought.length).toBeLessThanOrEqual(7);
  });
});

describe('a question with a window', () => {
  test('asks for starts within it and ends as late as they need, and ends no offer outside of it', async () => {
    const [startAfter, startBefore] = [NOW + 5 * DAY, NOW + 8 * DAY];
    const asks = [{ name: 'x', type: P5, count: 1, durationHours: 48, regions: [], startAfter, startBefore }];
    const desk = await openBlockDesk({ capacity: { asks } });
    const inside = START + 3 * DAY;
    desk.answer(only(48, (input) => [block(input, input.StartDateRange === undefined ? START : inside)]));
    await desk.sweep();
    const windowed = desk.asked.find((input) => input.StartDateRange !== undefined);
    expect(windowed?.StartDateRange).toEqual(new Date(startAfter));
    expect(windowed?.EndDateRange).toEqual(new Date(startBefore + 48 * HOUR));
    // From now on only the windowed question is answered, with nothing.
    desk.answer((input) => (input.StartDateRange === undefined ? awsError('InternalError') : []));
    await desk.later(30);
    const all = blockOffers(desk.db, desk.now(), { state: 'all', durationsHours: [48] });
    expect(all.find((one) => one.startAt === START)?.goneAt).toBeNull();
    expect(all.find((one) => one.startAt === inside)?.goneAt).toBe(desk.now());
  });
});

describe('more than one answer holds', () => {
  test('is refused with what to narrow, not served for minutes', async () => {
    const desk = await openBlockDesk();
    desk.answer(only(48, (input) => [block(input, START)]));
    await desk.sweep();
    desk.db.sqlite.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
      INSERT INTO offer (market, region, zone_id, item_type, item_count, duration_hours, start_at, end_at, variant, fee,
        fee_scale, first_seen_at, last_seen_at, gone_at, gone_why)
      SELECT market, region, zone_id, item_type, item_count, duration_hours, start_at + i, end_at + i, variant, fee,
        fee_scale, first_seen_at, last_seen_at, last_seen_at, 'vanished' FROM offer, n WHERE duration_hours = 48`);
    desk.setNow(desk.now() + MINUTE);
    const response = await blockApi(desk).ask('state=all');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      error: { code: 'TOO_LARGE', field: 'type', accepted: 'up to 50000 offers' },
    });
    const range = `from=${at(NOW - 9 * DAY)}&to=${at(NOW - 8 * DAY)}`;
    expect(await blockApi(desk).rows(`state=all&type=${P5}&${range}`)).not.toContainEqual(
      expect.objectContaining({ goneWhy: 'vanished' }),
    );
  });

  test.each(['gone', 'all'])(
    'state=%s is found by when offers went, not by a walk over all of them',
    async (state) => {
      const desk = await openBlockDesk();
      const plan = await plansOf(desk.db, () => blockApi(desk).rows(`state=${state}`));
      const walks = plan.filter((step) => /^(SCAN|SEARCH) (o|offer)\b/.test(step));
      expect(walks.length).toBeGreaterThan(1);
      for (const step of walks) expect(step).toMatch(/gone_at|rowid=/);
    },
  );

  test('a look finds the open offers of its question alone, by all of its parts', async () => {
    const desk = await openBlockDesk();
    const plan = await plansOf(desk.db, () => desk.sweep());
    const found = plan.filter((step) => step.includes('offer_question_idx'));
    expect(found.length).toBeGreaterThan(0);
    for (const step of found) expect(step).toMatch(/item_count=\? AND duration_hours=\? AND variant=\?/);
  });
});

/** How SQLite goes about every statement over offers that some work prepares. */
async function plansOf(db: Db, work: () => Promise<unknown>): Promise<string[]> {
  const prepare = db.sqlite.prepare.bind(db.sqlite);
  const texts = new Set<string>();
  const spy = vi.spyOn(db.sqlite, 'prepare').mockImplementation(((text: string) => {
    texts.add(text);
    return prepare(text);
  }) as typeof prepare);
  await work();
  spy.mockRestore();
  return [...texts]
    .filter((text) => /^SELECT[\s\S]*FROM offer\b/.test(text))
    .flatMap((text) => {
      // The plan is the same whatever is asked for.
      const statement = prepare(`EXPLAIN QUERY PLAN ${text.replace(/[?]|@\w+/g, '1')}`);
      return (statement.all() as { detail: string }[]).map(({ detail }) => detail);
    });
}

describe('a sudden fall of the number of offers', () => {
  test('is not believed until it comes a third time', async () => {
    const desk = await openBlockDesk();
    const many: Script = only(48, (input) =>
      Array.from({ length: 30 }, (_, day) => block(input, START + day * DAY)),
    );
    desk.answer(many);
    await desk.sweep();
    desk.answer(() => []);
    const open = () => blockOffers(desk.db, desk.now(), { durationsHours: [48] }).length;
    for (const left of [30, 30, 0]) {
      await desk.later(30);
      expect(open()).toBe(left);
    }
  });
});
