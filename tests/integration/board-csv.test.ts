import { beforeEach, expect, it, vi } from 'vitest';
import { saveAdvisorFeed } from '#db/queries/advisor-feed.ts';
import { saveBlockOffers } from '#db/queries/offers.ts';
import { coverage, target, typeRegion } from '#db/schema/index.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { KNOWN, NOW, SPOT, type TestApi } from '#tests/helpers/api-ask.ts';
import { seedOnDemand, seedSeries, seedTarget } from '#tests/helpers/api-seed.ts';
import { openQuotaApi, quota, seedQuotas, seedRegion } from '#tests/helpers/quota-seed.ts';

vi.mock('server-only', () => ({}));

type Row = Record<string, unknown>;

let api: TestApi;
const rowsOf = async (path: string) => (await api.json<{ rows: Row[] }>(path)).rows;

/** p5.48xlarge in us-east-1 with everything that the board tells of a type; g5.xlarge without a price. */
beforeEach(() => {
  api = openQuotaApi();
  const { db } = api;
  const where = { instanceType: 'p5.48xlarge', region: 'us-east-1' };
  seedTarget(db, { region: 'us-east-1', lastLookAt: NOW, known: KNOWN });
  db.orm
    .insert(typeRegion)
    .values({ ...where, usageClasses: 'on-demand,spot,capacity-block', firstSeenAt: NOW, lastSeenAt: NOW })
    .run();
  seedTarget(db, { collector: 'on-demand-price', region: 'global', lastLookAt: NOW });
  seedOnDemand(db, { ...where, points: [[NOW - DAY, 98_320_000]] });
  seedSeries(db, {
    ...SPOT,
    points: [
      [NOW - 40 * DAY, 40_000_000],
      [NOW - 8 * DAY, 25_000_000],
      [NOW - 2 * DAY, 20_000_000],
      [NOW - HOUR, 30_000_001],
    ],
  });
  saveAdvisorFeed(db, { hash: 'a', etag: null, changedAt: NOW - 4 * HOUR, seenAt: NOW });
  seedTarget(db, { collector: 'interruption', region: 'us-east-1', lastLookAt: NOW });
  const rate = { ...where, kind: 'interruption', qualifier: 'Linux', unit: 'bucket', scale: 0 };
  seedSeries(db, { ...rate, points: [[NOW - HOUR, 2]] });
  seedRegion(api, 'us-east-1');
  seedQuotas(
    api,
    'us-east-1',
    [quota('L-C4BD4855', 'All P5 Spot Instance Requests', 768)],
    [['L-C4BD4855', 192]],
  );
  seedBlock();
  seedScore();
});

function seedBlock(): void {
  const question = { item: 'p5.48xlarge', count: 1, durationHours: 24 };
  const asked = { collector: 'capacity-block', region: 'us-east-1', queryKey: 'p5.48xlarge 1x24h' };
  const looked = { outcome: 'value', current: true, lastLookAt: NOW, lastCompleteAt: NOW, failuresInRow: 0 };
  api.db.orm
    .insert(target)
    .values({ ...asked, ...looked, types: 'p5.48xlarge', products: '1x24h' })
    .run();
  const startAt = NOW + 3 * DAY;
  const seen = { zoneId: 'use1-az4', startAt, endAt: startAt + DAY, fee: 806_400_000, feeScale: 2 };
  saveBlockOffers(api.db, {
    region: 'us-east-1',
    question,
    accelerators: 8,
    seen: [{ ...seen, perAcceleratorHour: 4_200_000 }],
    complete: true,
    at: NOW,
  });
}

function seedScore(): void {
  const asked = { collector: 'placement-score', region: 'us-east-1', queryKey: 'hopper/8/region' };
  const looked = { outcome: 'value', current: true, lastLookAt: NOW, lastCompleteAt: NOW, failuresInRow: 0 };
  const row = api.db.orm
    .insert(target)
    .values({ ...asked, ...looked, types: 'p5.48xlarge,p5e.48xlarge,p5en.48xlarge' })
    .returning()
    .get();
  api.db.orm
    .insert(coverage)
    .values({ targetId: row.id, fromAt: NOW - DAY, toAt: NOW })
    .run();
  const score = { kind: 'placement-score', qualifier: 'hopper/8', unit: 'score', scale: 0 };
  seedSeries(api.db, { ...score, instanceType: '', region: 'us-east-1', points: [[NOW - HOUR, 7]] });
}

const ALL =
  'desk,memory,price,where,unit,share,od,spark,h24,d7,d30,block,score,interruption,headroom,pools,changed,age';

it('the table of the board agrees with what the other routes say of the same', async () => {
  const [row] = await rowsOf(`board?q=p5.48xlarge&cols=${ALL}`);
  const [spot] = await rowsOf('latest?type=p5.48xlarge');
  const [listed] = await rowsOf('on-demand?type=p5.48xlarge');
  const [block] = await rowsOf('capacity-blocks?type=p5.48xlarge');
  const [score] = await rowsOf('placement-scores');
  const [rate] = await rowsOf('interruptions?type=p5.48xlarge');
  const spotQuota = (await rowsOf('quotas?type=p5.48xlarge')).find(({ scope }) => scope === 'spot');
  expect(row).toEqual({
    type: 'p5.48xlarge',
    accelerator: 'X1',
    accelerators: 8,
    memoryGib: null,
    spotUsd: spot?.priceUsd,
    spotOutcome: spot?.outcome,
    zoneId: spot?.zoneId,
    region: spot?.region,
    perAcceleratorUsd: spot?.perAcceleratorUsd,
    shareOfOnDemand: spot?.shareOfOnDemand,
    onDemandUsd: listed?.priceUsd,
    onDemandRegion: listed?.region,
    onDemandOutcome: listed?.outcome,
    change24h: spot?.change24h,
    change7d: spot?.change7d,
    change30d: spot?.change30d,
    nextBlockStartAt: block?.startAt,
    nextBlockPerAcceleratorHourUsd: block?.perAcceleratorHourUsd,
    nextBlockItem: block?.type,
    nextBlockCount: block?.count,
    nextBlockDurationHours: block?.durationHours,
    nextBlockZoneId: block?.zoneId,
    nextBlockOutcome: block?.outcome,
    placementScore: score?.score,
    placementBasket: score?.basket,
    placementCapacity: score?.capacity,
    placementRegion: score?.region,
    placementOutcome: score?.outcome,
    interruptionRange: '10-15%',
    interruptionRegion: rate?.region,
    interruptionOutcome: rate?.outcome,
    headroom: spotQuota?.instancesLeft,
    headroomAtMost: spotQuota?.instancesAtMost,
    headroomScope: 'spot',
    headroomRegion: 'us-east-1',
    headroomOutcome: 'value',
    pools: 1,
    effectiveAt: spot?.effectiveAt,
    lookedUpAt: '2026-11-22T10:00:00Z',
  });
  // The values that the rest is compared with are there.
  expect([row?.spotUsd, row?.nextBlockStartAt, row?.placementScore, row?.headroom]).toEqual([
    '30.000001',
    '2026-11-25T10:00:00Z',
    7,
    3,
  ]);
});

it('CSV has exactly the columns and rows asked for, units in its heads, and the time of the look', async () => {
  const text = await (
    await api.ask('board?cols=h24,price&sort=price&dir=asc&q=p5.48xlarge&format=csv')
  ).text();
  expect(text.split('\r\n')).toEqual([
    'type,accelerator,spotUsd (USD/h),spotOutcome,change24h (fraction),asOf (UTC)',
    'p5.48xlarge,X1,30.000001,value,0.5,2026-11-22T10:00:00Z',
    '',
  ]);
});

it('CSV and JSON say the same, in the same order', async () => {
  const query = `cols=${ALL}&sort=type&dir=desc&group=accelerator`;
  const rows = await rowsOf(`board?${query}`);
  const [heads = '', ...lines] = (await (await api.ask(`board?${query}&format=csv`)).text())
    .trim()
    .split('\r\n');
  const names = heads.split(',').map((head) => head.replace(/ \(.*/, ''));
  const told = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
  expect(told).toEqual(
    rows.map((row) => ({
      ...Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]),
      ),
      asOf: '2026-11-22T10:00:00Z',
    })),
  );
  expect(rows.map(({ type }) => type)).toEqual(['p5.48xlarge', 'p5.4xlarge', 'g5.xlarge']);
});

it('filters as the page does, and says in words why a number is missing', async () => {
  const rows = await rowsOf('board?watched=g5.xlarge&cols=price,block,score,interruption,headroom');
  expect(rows).toMatchObject([
    {
      type: 'g5.xlarge',
      spotUsd: null,
      nextBlockStartAt: null,
      nextBlockOutcome: 'not_sold',
      placementOutcome: 'never',
      interruptionRange: null,
      headroom: null,
      headroomScope: 'on-demand',
    },
  ]);
  expect((await rowsOf('board?region=us-east-1')).length).toBe(3);
});

it('refuses a column, an order or a group that there is not, and names the near one', async () => {
  for (const [query, field, near] of [
    ['cols=prise', 'cols', 'price'],
    ['sort=pric', 'sort', 'price'],
    ['group=accelerators', 'group', 'accelerator'],
  ]) {
    const response = await api.ask(`board?${query}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    const { error } = (await response.json()) as { error: { code: string; field: string; message: string } };
    expect(error).toMatchObject({ code: 'PARAM_INVALID', field });
    expect(error.message).toContain(`did you mean ${near}?`);
  }
});

it('a block that has begun is no longer the next one', async () => {
  api.now = NOW + 3 * DAY + MINUTE;
  const [row] = await rowsOf('board?q=p5.48xlarge&cols=block');
  expect(row).toMatchObject({ nextBlockStartAt: null, nextBlockOutcome: 'none' });
});

it('the jump box knows every type with its regions, and every region with its place and zones', async () => {
  const names = await api.json<{ types: Row[]; regions: Row[] }>('names');
  expect(names.types).toContainEqual({
    type: 'p5.48xlarge',
    accelerator: 'X1',
    vendor: 'NVIDIA',
    regions: ['us-east-1'],
  });
  expect(names.regions).toEqual([{ region: 'us-east-1', place: 'N. Virginia', zones: ['use1-az4'] }]);
});
