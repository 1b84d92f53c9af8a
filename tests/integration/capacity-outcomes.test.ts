import { describe, expect, test, vi } from 'vitest';
import { readCapacityPage } from '#app/capacity/_capacity/read.ts';
import { blockOffers } from '#db/queries/capacity-offers.ts';
import { DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { blockApi } from '../helpers/block-api.ts';
import { type FaultyDesk, facts, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const ASK = { service: 'ec2', action: 'DescribeCapacityBlockOfferings', times: Number.POSITIVE_INFINITY };
const OF = {
  value: 'us-east-1',
  none: 'us-west-1',
  region_disabled: 'me-south-1',
  denied: 'us-east-2',
  throttled: 'us-west-2',
  failed: 'eu-north-1',
  not_sold: 'eu-west-1',
} as const;

function targets({ db }: FaultyDesk, region: string) {
  const sql = `SELECT DISTINCT outcome, error_class AS class FROM target
    WHERE collector = 'capacity-block' AND region = ? AND types = 'p5.48xlarge' AND outcome <> 'never' ORDER BY 1`;
  return db.sqlite.prepare<unknown[], { outcome: string; class: string | null }>(sql).all(region);
}

async function openMixedDesk(): Promise<FaultyDesk> {
  const desk = await openFaultyDesk({ types: ['p5.48xlarge', 'trn2.48xlarge'], regions: Object.values(OF) });
  const grid = { counts: [1], durationsHours: [24, 48] };
  desk.context.sources = { ...DEFAULT_SOURCES, capacity: { ...DEFAULT_CAPACITY, grid } };
  const faults = {
    none: 'empty-set',
    denied: 'denied',
    throttled: 'throttle',
    failed: 'renamed-set',
  } as const;
  for (const [outcome, kind] of Object.entries(faults))
    desk.standIn.faults.add({ ...ASK, kind, region: OF[outcome as keyof typeof faults] });
  await desk.run('capacity-block');
  return desk;
}

describe('the eight outcomes', () => {
  test('are told apart in the store, in the API and in the matrix', async () => {
    const desk = await openMixedDesk();
    const api = blockApi(desk);
    expect(targets(desk, OF.denied)).toEqual([{ outcome: 'denied', class: 'permission' }]);
    expect(targets(desk, OF.throttled)).toEqual([{ outcome: 'throttled', class: 'throttle' }]);
    expect(targets(desk, OF.failed)).toEqual([{ outcome: 'failed', class: 'schema' }]);
    expect(targets(desk, OF.none)).toEqual([{ outcome: 'none', class: null }]);
    expect(targets(desk, OF.region_disabled)).toEqual([]);

    const rows = await api.rows('type=p5.48xlarge');
    const byRegion = Object.fromEntries(rows.map((row) => [row.region, row.outcome]));
    expect(byRegion).toEqual(
      Object.fromEntries(Object.entries(OF).map(([outcome, region]) => [region, outcome])),
    );
    for (const row of rows) expect(row.zoneId === null).toBe(row.outcome !== 'value');
    // Asked for one length alone, before the daily questions have come to it.
    expect(await api.rows('type=p5.48xlarge&region=us-east-1&duration=182d')).toMatchObject([
      { outcome: 'never', durationHours: 4368, feeUsd: null, perAcceleratorHourUsd: null },
    ]);

    const asked = { type: 'p5.48xlarge', count: '1', duration: '1d' };
    const places = readCapacityPage(desk.db, asked, desk.now())?.places ?? [];
    expect(Object.fromEntries(places.map((place) => [place.region, place.state]))).toEqual(byRegion);
    for (const place of places) expect(place.offers.length === 0).toBe(place.state !== 'value');
  });

  test.each(['html', 'empty', 'error-with-200', 'truncated', 'bad-timestamp', 'same-token'] as const)(
    'an answer spoilt by %s is a failure, never an empty market: nothing ends',
    async (kind) => {
      const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
      await desk.run('capacity-block');
      const before = facts(desk.db);
      const open = blockOffers(desk.db, desk.now(), {}).map((one) => one.id);
      expect(open.length).toBeGreaterThan(0);
      desk.standIn.faults.add({ ...ASK, kind });
      desk.pass(30 * MINUTE);
      await desk.run('capacity-block');
      const still = blockOffers(desk.db, desk.now() - 30 * MINUTE, { state: 'all' });
      expect(still.filter((one) => open.includes(one.id)).every((one) => one.goneAt === null)).toBe(true);
      const failed = targets(desk, 'us-east-1').filter((one) => one.class !== null);
      expect(failed).toEqual([{ outcome: 'failed', class: 'schema' }]);
      expect(facts(desk.db).coverage).toEqual(before.coverage);
    },
  );

  test.each(['abc', '', '-1', '1e9', 'NaN', '0.00'])(
    'a fee of %j is set aside and counted, and the rest of the answer is kept',
    async (value) => {
      const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
      desk.standIn.faults.add({ ...ASK, kind: 'bad-price', value });
      await desk.run('capacity-block');
      const partial = desk.db.sqlite
        .prepare<unknown[], { outcome: string; quarantined: number; items: number }>(
          "SELECT outcome, quarantined, items FROM sample_set WHERE completeness = 'partial'",
        )
        .all();
      expect(partial.length).toBeGreaterThan(0);
      for (const look of partial) expect(look).toMatchObject({ outcome: 'failed', quarantined: 1 });
      expect(blockOffers(desk.db, desk.now(), {}).length).toBeGreaterThan(0);
    },
  );

  test('what a user asks for where it is not sold is refused by AWS in words, and asked once a day', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
    const asks = [{ name: 'x', type: 'trn2.3xlarge', count: 2, durationHours: 24, regions: ['us-east-1'] }];
    desk.context.sources = { ...DEFAULT_SOURCES, capacity: { ...DEFAULT_CAPACITY, asks } };
    const asked = () =>
      desk.standIn.requests.filter((one) => one.params.InstanceType === 'trn2.3xlarge').length;
    await desk.run('capacity-block');
    expect(await blockApi(desk).rows('type=trn2.3xlarge&count=2&duration=24h')).toMatchObject([
      { type: 'trn2.3xlarge', outcome: 'not_sold', count: 2 },
    ]);
    for (let cycle = 0; cycle < 47; cycle++) {
      desk.pass(30 * MINUTE);
      await desk.run('capacity-block');
    }
    expect(asked()).toBeGreaterThanOrEqual(2);
    expect(asked()).toBeLessThanOrEqual(3);
  });
});

describe('zones', () => {
  test('are kept as IDs, Local Zone names and UltraServers too', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge', 'p6e*', 'p6-b300*'], regions: ['us-east-1'] });
    const zones = new Set<string>();
    const ultra = new Set<number | null>();
    for (let cycle = 0; cycle < 30; cycle++) {
      await desk.run('capacity-block');
      for (const { zoneId, type, perAcceleratorHour } of blockOffers(desk.db, desk.now(), {})) {
        zones.add(zoneId);
        if (type.startsWith('u-')) ultra.add(perAcceleratorHour);
      }
      desk.pass(12 * 60 * MINUTE);
    }
    expect([...zones].every((zoneId) => zoneId.startsWith('use1-'))).toBe(true);
    expect(zones).toContain('use1-atl2-az1');
    // UltraServers come from Dallas, at one rate for each of their 36 or 72 accelerators.
    expect(zones).toContain('use1-dfw2-az1');
    for (const price of ultra) expect((price ?? 0) / 1e6).toBeCloseTo(10.582, 3);
    expect(ultra.size).toBeGreaterThan(0);
    const asked = desk.standIn.requests.filter((one) => one.params.UltraserverType !== undefined);
    expect(asked.every((one) => one.params.UltraserverCount === '1' && !one.params.InstanceType)).toBe(true);
    expect(asked.every((one) => one.params.AllAvailabilityZones === 'true')).toBe(true);
  });

  test('that the account has no name for are not guessed: the answer is partial', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
    await desk.run('region');
    await desk.run('instance-type');
    desk.db.sqlite.prepare("UPDATE zone SET name = name || 'x'").run();
    await desk.run('capacity-block');
    expect(blockOffers(desk.db, desk.now(), {})).toEqual([]);
    const text = desk.db.sqlite
      .prepare("SELECT error_text FROM target WHERE collector = 'capacity-block' AND outcome = 'failed'")
      .pluck()
      .get();
    expect(text).toMatch(/us-east-1[a-z0-9-]+ is not among the zones of this account/);
  });
});

describe('F29: an account without a Capacity Block quota', () => {
  test('is told so, with the code, once there has been no answer for half an hour', async () => {
    const desk = await openFaultyDesk({
      types: ['p5.48xlarge', 'p5en*'],
      regions: ['us-east-1'],
      accessKey: 'AKIAZEROQUOTA0000000',
    });
    const classes = () => targets(desk, 'us-east-1').map((one) => `${one.outcome} ${one.class}`);
    await desk.run('capacity-block');
    expect(classes()).toEqual(['throttled throttle']);
    const calls = () => desk.standIn.requests.filter((one) => one.action === ASK.action).length;
    // Three refusals in a row are enough: the others are not tried.
    expect(calls()).toBe(3);
    desk.pass(30 * MINUTE);
    await desk.run('capacity-block');
    expect(classes()).toEqual(['throttled quota']);
    const asked = { type: 'p5.48xlarge', count: '1', duration: '1d' };
    const [place] = readCapacityPage(desk.db, asked, desk.now())?.places ?? [];
    expect(place).toMatchObject({ state: 'no_quota' });
    expect(place?.errorText).toMatch(
      /quota of this account is likely 0; check L-DA6814F2 \(p5\), L-4F9BB70B \(p5en\)/,
    );
  });

  test('is not suspected of two refusals with nobody there in between', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
    desk.standIn.faults.add({ ...ASK, kind: 'throttle' });
    await desk.run('capacity-block');
    desk.pass(24 * 60 * MINUTE);
    await desk.run('capacity-block');
    expect(targets(desk, 'us-east-1').map((one) => one.class)).toEqual(['throttle']);
  });

  test('is not suspected while other questions of the region are answered', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-east-1'] });
    desk.standIn.faults.add({ ...ASK, kind: 'throttle', every: 2 });
    for (let cycle = 0; cycle < 4; cycle++) {
      await desk.run('capacity-block');
      desk.pass(30 * MINUTE);
    }
    const classes = targets(desk, 'us-east-1').map((one) => one.class);
    expect(classes).toContain('throttle');
    expect(classes).not.toContain('quota');
  });
});
