import { describe, expect, test } from 'vitest';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { readExtras } from '#db/queries/notice-extras.ts';
import { extraLines, type NoticeExtras } from '#lib/alerts/extras.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, openFaultyDesk } from '#tests/helpers/faulty-desk.ts';
import { tellRules } from '#tests/helpers/telling.ts';

/** One run of a job, some time later. */
async function look(desk: FaultyDesk, job: string, ms: number): Promise<void> {
  desk.pass(ms);
  await desk.run(job);
}

type Pool = { zoneId: string; region: string; type: string; price: number; chips: number };

/** A desk that has looked everywhere, and a rule that fires for a single pool of it. */
async function firedExtras() {
  const desk = await openFaultyDesk({
    types: ['p5.48xlarge', 'p5.4xlarge'],
    regions: ['us-west-2', 'us-east-1'],
  });
  const jobs = [
    'region',
    'instance-type',
    'quota',
    'quota-usage',
    'on-demand-price',
    'spot-price',
    'spot-history',
  ];
  for (const job of jobs) await look(desk, job, 0);
  const [dearest] = poolsOf(desk)
    .filter(({ type }) => type === 'p5.48xlarge')
    .sort((a, b) => b.price - a.price);
  if (dearest === undefined) throw new Error('no price came');
  tellRules(desk.db, desk.now(), [
    {
      kind: 'spot-price-level',
      when: {
        types: ['p5.48xlarge'],
        zones: [dearest.zoneId],
        above: { usdPerHour: String(Math.floor(dearest.price / 10_000) / 100 - 1) },
      },
    },
  ]);
  await look(desk, 'spot-price', 5 * MINUTE);
  const notice = listDeliveries(desk.db, { limit: 9 }).find(({ kind }) => kind === 'firing')?.notice;
  if (notice === undefined) throw new Error('nothing fired');
  const extras = readExtras(desk.db, notice, desk.now());
  if (extras === undefined) throw new Error('no extras');
  return { desk, dearest, notice, extras };
}

/** Present prices, straight from the store. */
function poolsOf({ db }: FaultyDesk): Pool[] {
  return db.sqlite
    .prepare<[], Pool>(
      `SELECT s.zone_id AS zoneId, s.region, s.instance_type AS type, s.last_value AS price,
              t.accelerator_count AS chips
       FROM series s JOIN instance_type t ON t.name = s.instance_type
       WHERE s.kind = 'spot' AND s.outcome = 'value' AND s.qualifier = 'Linux/UNIX'`,
    )
    .all();
}

describe('what stands beside the news of a price', () => {
  test('is what a recount of the store finds: its rank, the room of the quota, and the cheapest places', async () => {
    const { desk, dearest, extras } = await firedExtras();
    const others = poolsOf(desk).filter(
      ({ zoneId, type }) => zoneId !== dearest.zoneId || type !== dearest.type,
    );
    const cheapest = others
      .filter(({ type }) => type === 'p5.48xlarge')
      .sort((a, b) => a.price - b.price)
      .slice(0, 3);
    expect(extras.sameType.map(({ zoneId, priceMicro }) => [zoneId, priceMicro])).toEqual(
      cheapest.map(({ zoneId, price }) => [zoneId, price]),
    );
    const eachOf = ({ price, chips }: Pool) => Math.round(price / chips);
    const own = Math.min(eachOf(dearest), ...cheapest.map(eachOf));
    const other = others
      .filter((pool) => pool.type === 'p5.4xlarge' && eachOf(pool) < own)
      .sort((a, b) => eachOf(a) - eachOf(b))[0];
    expect(extras.otherType?.offer.zoneId).toBe(other?.zoneId);
    expect(extras.rank?.means).toEqual(meansOf(desk, dearest));
    const limit = stored(desk, 'quota', dearest.region);
    const used = stored(desk, 'quota-usage', dearest.region);
    expect(extras.headroom?.headroom).toMatchObject({
      known: true,
      instances: Math.max(0, Math.floor((limit - used) / 192)),
    });
  });

  test('is four short lines under the figures of the message', async () => {
    const { desk, extras } = await firedExtras();
    const lines = extraLines(extras, desk.now());
    expect(lines[0]).toMatch(
      /^Rank: (dearer|cheaper) than (all|\d+ %) of the last 30 d, .* of the last 90 d, by daily means$/,
    );
    expect(lines[1]).toMatch(
      /^Quota: (room for \d+ more|no room for one) p5\.48xlarge on spot in us-\w+-\d \(.*vCPU.*ago\)$/,
    );
    expect(lines[2]).toMatch(
      /^Cheapest p5\.48xlarge on spot elsewhere: \$[\d.]+\/h in us-\w+-\d \(us\w+-az\d\).*, confirmed \d+ \w+ ago$/,
    );
    for (const line of lines) expect(line.length).toBeLessThan(220);
  });

  test('is told of a single subject only, and not at its end', async () => {
    const { desk, notice } = await firedExtras();
    const [member] = notice.members;
    if (member === undefined) throw new Error('no member');
    const over = (change: Partial<Notice>) => readExtras(desk.db, { ...notice, ...change }, desk.now());
    expect(over({ memberCount: 2, members: [member, member] })).toBeUndefined();
    expect(over({ kind: 'resolved' })).toBeUndefined();
    expect(over({ kind: 'reminder' })).toBeDefined();
  });
});

describe('the lines', () => {
  const none: NoticeExtras = { rank: null, headroom: null, sameType: [], otherType: null };

  test('say beyond all of a span in words, and how much of it is on record', () => {
    const rank = (price: number, days: number) =>
      extraLines({ ...none, rank: { price, means: Array.from({ length: days }, (_, day) => 20 + day) } }, 0);
    expect(rank(10, 90)).toEqual([
      'Rank: cheaper than all of the last 30 d, cheaper than all of the last 90 d, by daily means',
    ]);
    expect(rank(200, 12)).toEqual(['Rank: dearer than all of the 12 d on record, by daily means']);
    expect(rank(200, 6)).toEqual([]);
    expect(rank(200, 30)).toEqual(['Rank: dearer than all of the last 30 d, by daily means']);
    expect(rank(20 + 88.5, 90)).toEqual([
      'Rank: dearer than 97 % of the last 30 d, dearer than 99 % of the last 90 d, by daily means',
    ]);
  });

  test('say nothing where nothing is known', () => {
    expect(extraLines(none, 0)).toEqual([]);
  });
});

function stored({ db }: FaultyDesk, kind: string, region: string): number {
  return db.sqlite
    .prepare<[string, string], number>(
      `SELECT s.last_value FROM series s JOIN quota q ON q.region = s.region AND q.code = s.qualifier
       WHERE s.kind = ? AND s.region = ? AND q.scope = 'spot' AND q.families LIKE '%p5%'`,
    )
    .pluck()
    .get(kind, region) as number;
}

/** The mean of each of the last 90 whole days, minute by minute from the points. */
function meansOf({ db, now }: FaultyDesk, { zoneId, type }: Pool): number[] {
  const points = db.sqlite
    .prepare<[string, string], { at: number; value: number | null }>(
      `SELECT p.at, p.value FROM point p JOIN series s ON s.id = p.series_id
       WHERE s.kind = 'spot' AND s.zone_id = ? AND s.instance_type = ? AND s.qualifier = 'Linux/UNIX' ORDER BY p.at`,
    )
    .all(zoneId, type);
  const today = Math.floor(now() / DAY) * DAY;
  const means: number[] = [];
  for (let day = today - 90 * DAY; day < today; day += DAY) {
    let sum = 0;
    let weight = 0;
    for (const [index, { at, value }] of points.entries()) {
      const from = Math.max(at, day);
      const to = Math.min(points[index + 1]?.at ?? Number.POSITIVE_INFINITY, day + DAY);
      if (value === null || to <= from) continue;
      sum += value * (to - from);
      weight += to - from;
    }
    if (weight > 0) means.push(Math.round(sum / weight));
  }
  return means;
}
