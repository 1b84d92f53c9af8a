import { describe, expect, it, vi } from 'vitest';
import { compareRoute, ratioRoute } from '#app/_server/compare-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';
import { HOUR } from '#lib/domain/time.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

type Row = {
  type: string;
  buy: string;
  region: string | null;
  perAcceleratorHourUsd: string | null;
} & Record<string, unknown>;

async function openMarket() {
  const desk = await openFaultyDesk({
    types: ['p5.48xlarge', 'trn2.48xlarge'],
    regions: ['us-east-1', 'us-east-2'],
  });
  for (const job of [
    'region',
    'instance-type',
    'on-demand-price',
    'savings-plan',
    'spot-price',
    'capacity-block',
  ])
    await desk.run(job);
  const around = {
    db: () => desk.db,
    clock: () => ({ now: desk.now, speed: 1 }),
    log: () => ({ error: () => {} }),
  };
  const get = async (path: string) => {
    const route = path.startsWith('/ratio') ? ratioRoute : compareRoute;
    const response = await dataHandler(route, around)(new Request(`http://127.0.0.1/api/v1/compare${path}`));
    return { status: response.status, text: await response.text() };
  };
  return { desk, get };
}

const values = ({ db }: FaultyDesk, sql: string) =>
  (db.sqlite.prepare(sql).pluck().all() as number[]).map(Number);

describe('what is compared', () => {
  it('is every way to buy, each where it is cheapest, by instance, accelerator, PFLOP and GiB', async () => {
    const { desk, get } = await openMarket();
    const { text } = await get('?type=p5.48xlarge,trn2.48xlarge');
    const { rows } = JSON.parse(text) as { rows: Row[] };
    const of = (type: string, buy: string) => rows.find((row) => row.type === type && row.buy === buy);
    const least = Math.min(
      ...values(desk, "SELECT last_value FROM series WHERE kind = 'spot' AND instance_type = 'p5.48xlarge'"),
    );
    const spot = of('p5.48xlarge', 'spot');
    expect(Number(spot?.perHourUsd)).toBeCloseTo(least / 1e6, 6);
    expect(Number(spot?.perAcceleratorHourUsd)).toBeCloseTo(least / 8e6, 6);
    expect(Number(spot?.perPflopHourUsd)).toBeGreaterThan(Number(spot?.perAcceleratorHourUsd));
    expect(Number(spot?.perGibHourUsd)).toBeCloseTo(least / 8e6 / 80, 5);
    const list = Math.min(
      ...values(
        desk,
        "SELECT last_value FROM series WHERE kind = 'on-demand' AND instance_type = 'p5.48xlarge' AND qualifier = 'Linux' AND last_value IS NOT NULL",
      ),
    );
    expect(Number(of('p5.48xlarge', 'on-demand')?.perHourUsd)).toBeCloseTo(list / 1e6, 6);
    // AWS sells none of it on demand there.
    expect(of('trn2.48xlarge', 'on-demand')).toMatchObject({ perHourUsd: null, outcome: 'not_sold' });
    const block = Math.min(
      ...values(
        desk,
        "SELECT per_accelerator_hour FROM offer WHERE market = 'capacity-block' AND item_type = 'p5.48xlarge' AND gone_at IS NULL",
      ),
    );
    expect(Number(of('p5.48xlarge', 'capacity-block')?.perAcceleratorHourUsd)).toBeCloseTo(block / 1e6, 6);
    expect(rows.filter(({ buy }) => buy === 'savings-plan').map(({ type }) => type)).toEqual([
      ...['p5.48xlarge', 'p5.48xlarge', 'trn2.48xlarge'],
    ]);
    // It was asked for: that there is none is known.
    expect(of('trn2.48xlarge', 'savings-plan')).toMatchObject({ perHourUsd: null, outcome: 'none' });
    expect((await get('?type=p5.48xlarge&format=csv')).text.split('\n')[0]).toMatch(
      /^type,accelerator,buy,region/,
    );
  });

  it('says why there is no price, and never a zero', async () => {
    const { get } = await openMarket();
    const { rows } = JSON.parse((await get('?type=inf2.48xlarge')).text) as { rows: Row[] };
    for (const row of rows.filter(({ perAcceleratorHourUsd: price }) => price === null))
      expect(row.outcome).not.toBe('value');
    expect(JSON.stringify(rows)).not.toMatch(/"0(\.0+)?"/);
    // Of other types blocks are asked for: none of this one is known of.
    expect(rows.find(({ buy }) => buy === 'capacity-block')?.outcome).toBe('not_sold');
  });

  it('is as old as the look that gave it, however old AWS’s own record of a price is', async () => {
    const { desk, get } = await openMarket();
    const lookedAt = () =>
      values(desk, "SELECT max(last_complete_at) FROM target WHERE collector = 'spot-price'")[0];
    desk.pass(3 * HOUR);
    await desk.run('spot-price');
    const { rows } = JSON.parse((await get('?type=p5.48xlarge')).text) as { rows: Row[] };
    const [spot] = rows.filter(({ buy }) => buy === 'spot');
    expect(Date.parse(String(spot?.seenAt))).toBe(lookedAt());
  });

  it('is refused by name where it is not known', async () => {
    const { get } = await openMarket();
    expect((await get('')).status).toBe(400);
    expect((await get('?type=p5.48xlarg')).text).toContain('did you mean p5.48xlarge?');
    expect((await get('?type=p5.48xlarge&region=us-est-1')).text).toContain('did you mean us-east-1?');
    expect((await get('/ratio?of=p5.48xlarge')).text).toContain('per is missing');
    expect((await get('/ratio?of=p5*&per=trn2.48xlarge')).text).toContain('one instance type');
  });
});

describe('the ratio of two', () => {
  it('is of the cheapest accelerator-hours at each instant, and nothing where nobody looked', async () => {
    const { desk, get } = await openMarket();
    const asked = '/ratio?of=p5.48xlarge&per=trn2.48xlarge&region=us-east-2';
    type Answer = { rows: { at: string; ratio: number | null }[]; knownShare: number };
    const before = JSON.parse((await get(asked)).text) as Answer;
    const now = before.rows.at(-1);
    const cheapest = (type: string, chips: number) =>
      Math.min(
        ...values(
          desk,
          `SELECT last_value FROM series WHERE kind = 'spot' AND instance_type = '${type}' AND region = 'us-east-2'`,
        ),
      ) / chips;
    expect(now?.ratio).toBeCloseTo(cheapest('p5.48xlarge', 8) / cheapest('trn2.48xlarge', 16), 6);
    const inUnit = async (unit: string) =>
      (JSON.parse((await get(`${asked}&unit=${unit}`)).text) as Answer).rows.at(-1)?.ratio ?? Number.NaN;
    // H100: 989.5 dense BF16 TFLOPS and 80 GiB; Trainium2: 667 and 96; 8 and 16 of them.
    const ratio = now?.ratio ?? Number.NaN;
    expect(await inUnit('pflop')).toBeCloseTo((ratio * 667) / 989.5, 6);
    expect(await inUnit('gib')).toBeCloseTo((ratio * 96) / 80, 6);
    expect(await inUnit('hour')).toBeCloseTo((ratio * 8) / 16, 6);
    expect((await get(`${asked}&unit=watt`)).text).toContain('accelerator, pflop, gib, hour');
    // Before the first look and its back-fill nothing is known, though prices of that time are on record.
    expect(before.knownShare).toBeLessThan(0.05);
    expect(before.rows[0]?.ratio).toBeNull();
    for (let more = 0; more < 40; more++) await desk.run('spot-history');
    desk.pass(HOUR);
    await desk.run('spot-price');
    const after = JSON.parse((await get(asked)).text) as Answer;
    expect(after.knownShare).toBe(1);
    expect(after.rows.length).toBeGreaterThan(100);
    expect((await get(`${asked}&format=csv`)).text.trim().split('\n')).toHaveLength(after.rows.length + 1);
  });
});
