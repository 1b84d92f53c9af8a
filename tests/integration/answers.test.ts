import type { PricingClient } from '@aws-sdk/client-pricing';
import { describe, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, facts, NOW, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

const ALWAYS = Number.POSITIVE_INFINITY;
const SPOT = { service: 'ec2', action: 'DescribeSpotPriceHistory', times: ALWAYS };
const PRICING = { service: 'pricing', action: 'GetProducts', times: ALWAYS };

/** The market as the store has it, whatever the order in which it came. */
function market(db: Db): Record<string, unknown[]> {
  const pool = 's.region, s.zone_id, s.instance_type, s.qualifier';
  const all = (sql: string) => db.sqlite.prepare(sql).raw().all();
  return {
    series: all(
      `SELECT ${pool}, last_value, changed_at, confirmed_at, scale, outcome FROM series s ORDER BY ${pool}`,
    ),
    points: all(
      `SELECT ${pool}, at, value FROM point JOIN series s ON s.id = series_id ORDER BY ${pool}, at`,
    ),
    rollups: all(
      `SELECT ${pool}, day, mean, min, max, last, changes FROM rollup_day JOIN series s ON s.id = series_id ORDER BY ${pool}, day`,
    ),
    coverage: all(
      'SELECT t.region, from_at, to_at FROM coverage JOIN target t ON t.id = target_id ORDER BY 1, 2',
    ),
  };
}

async function collected(
  setup: Parameters<typeof openFaultyDesk>[0],
  fault?: { kind: 'duplicate-page' | 'empty-page' },
) {
  const desk = await openFaultyDesk({ regions: ['us-east-1', 'us-west-2'], types: ['p5*'], ...setup });
  if (fault !== undefined) desk.standIn.faults.add({ ...SPOT, ...fault });
  expect((await desk.run('spot-price')).state).toBe('ok');
  expect((await desk.run('spot-history')).state).toBe('ok');
  return market(desk.db);
}

describe('the same market, however it is served', () => {
  test('is the same store in pages of any size, twice the same page, or with empty pages between', async () => {
    const plain = await collected({});
    expect(plain.points?.length).toBeGreaterThan(100);
    expect(await collected({ pageSize: 7 })).toEqual(plain);
    expect(await collected({ pageSize: 100 }, { kind: 'duplicate-page' })).toEqual(plain);
    expect(await collected({ pageSize: 100 }, { kind: 'empty-page' })).toEqual(plain);
  });
});

test('a type that nobody has described shows up with its prices the day AWS lists it', async () => {
  const desk = await openFaultyDesk({ regions: ['us-east-1'], types: [] });
  expect((await desk.run('spot-price')).state).toBe('ok');
  const row = desk.db.sqlite
    .prepare("SELECT described, accelerator FROM instance_type WHERE name = 'p7x.48xlarge'")
    .raw()
    .get();
  expect(row).toEqual([0, 'R100']);
  const priced =
    "SELECT count(*) FROM series WHERE kind = 'spot' AND instance_type = 'p7x.48xlarge' AND outcome = 'value'";
  expect(desk.db.sqlite.prepare(priced).pluck().get()).toBe(2);
  expect(
    desk.db.sqlite.prepare("SELECT count(*) FROM instance_type WHERE name LIKE 'm7i%'").pluck().get(),
  ).toBe(0);
});

test('a first look half a minute after a midnight at which windows are cut still brings the history behind it', async () => {
  const midnight = Math.floor(NOW / (10 * DAY)) * 10 * DAY;
  const desk = await openFaultyDesk({ regions: ['us-east-1'], types: ['p5.48xlarge'] });
  desk.pass(midnight + 30_000 - NOW);
  await desk.run('spot-price');
  await desk.run('spot-history');
  const span = desk.db.sqlite.prepare('SELECT to_at - from_at FROM coverage').pluck().all();
  expect(span).toEqual([90 * DAY]);
});

const listPrices = (db: Db) =>
  db.sqlite
    .prepare(
      "SELECT instance_type, outcome, last_value FROM series WHERE kind = 'on-demand' AND region = 'us-east-2' ORDER BY 1",
    )
    .raw()
    .all();

async function openListDesk(): Promise<FaultyDesk> {
  return openFaultyDesk({ regions: ['us-east-1', 'us-east-2'], types: ['p5.48xlarge', 'p5e.48xlarge'] });
}

/** A price list that ignores one filter, as a stand-in of old or an AWS of tomorrow might. */
function ignoreFilter(desk: FaultyDesk, field: string): void {
  const client = desk.context.aws.pricing();
  const send = client.send.bind(client) as (command: { input: object }, ...rest: unknown[]) => unknown;
  client.send = ((command: { input: { Filters: { Field: string }[] } }, ...rest: unknown[]) => {
    command.input.Filters = command.input.Filters.filter((filter) => filter.Field !== field);
    return send(command, ...rest);
  }) as unknown as PricingClient['send'];
}

describe('list prices', () => {
  const SOLD = [
    ['p5.48xlarge', 'value', 55_040_000],
    ['p5e.48xlarge', 'not_sold', null],
  ];

  test('p5e without on-demand price: listed, not sold on demand, and never free', async () => {
    const desk = await openListDesk();
    expect((await desk.run('on-demand-price')).state).toBe('ok');
    expect(listPrices(desk.db)).toEqual(SOLD);
  });

  test('the RunInstances:CB row at 0.00 makes a price ambiguous: none is written, the old one stays, unconfirmed', async () => {
    const fresh = await openListDesk();
    ignoreFilter(fresh, 'marketoption');
    await fresh.run('on-demand-price');
    expect(listPrices(fresh.db)).toEqual([
      ['p5.48xlarge', 'failed', null],
      ['p5e.48xlarge', 'failed', null],
    ]);
    expect(fresh.db.sqlite.prepare('SELECT count(*) FROM point').pluck().get()).toBe(0);

    const known = await openListDesk();
    await known.run('on-demand-price');
    ignoreFilter(known, 'marketoption');
    await known.run('on-demand-price');
    expect(listPrices(known.db)[0]).toEqual(['p5.48xlarge', 'failed', 55_040_000]);
    expect(newestLooks(known.db, 'on-demand-price').get('global')?.quarantined).toBeGreaterThan(0);
  });

  test.each(['abc', '', '-1', '1e9', '0.1.2', 'NaN', '0.0000000000'])(
    'a price of %j ends nothing and is counted',
    async (value) => {
      const desk = await openListDesk();
      await desk.run('on-demand-price');
      const before = facts(desk.db).points;
      desk.standIn.faults.add({ ...PRICING, kind: 'bad-price', value });
      await desk.run('on-demand-price');
      expect(facts(desk.db).points).toEqual(before);
      expect(newestLooks(desk.db, 'on-demand-price').get('global')?.quarantined).toBe(1);
      desk.standIn.faults.clear();
      await desk.run('on-demand-price');
      expect(listPrices(desk.db)).toEqual(SOLD);
    },
  );

  test('a page that comes twice is no second price', async () => {
    const desk = await openListDesk();
    desk.standIn.faults.add({ ...PRICING, kind: 'duplicate-page' });
    await desk.run('on-demand-price');
    expect(listPrices(desk.db)).toEqual(SOLD);
  });

  test.each([
    ['a list without rows', { kind: 'empty-set' }, 'value', null],
    ['a list under another name', { kind: 'renamed-set' }, 'failed', 'schema'],
    ['JSON that stops in the middle', { kind: 'truncated' }, 'failed', 'schema'],
    ['a login page', { kind: 'html' }, 'failed', 'schema'],
    ['a throttle', { kind: 'throttle' }, 'throttled', 'throttle'],
    ['a missing permission', { kind: 'denied' }, 'denied', 'permission'],
    ['wrong keys', { kind: 'auth' }, 'denied', 'auth'],
    ['the same token for ever', { kind: 'same-token' }, 'failed', 'schema'],
    ['status 500', { kind: 'status500' }, 'failed', 'server'],
    ['a connection that breaks', { kind: 'cut' }, 'failed', 'network'],
  ] as const)('%s ends no price', async (_, fault, outcome, errorClass) => {
    const desk = await openListDesk();
    await desk.run('on-demand-price');
    const before = facts(desk.db).points;
    desk.pass(DAY);
    desk.standIn.faults.add({ ...PRICING, ...fault });
    const ended = await desk.run('on-demand-price');
    expect(facts(desk.db).points).toEqual(before);
    expect(listPrices(desk.db)[0]?.[2 as never]).toBe(55_040_000);
    if (errorClass === null) expect(ended.counts?.ambiguous).toBeGreaterThan(0);
    else {
      expect(ended.state).toBe('failed');
      expect(newestLooks(desk.db, 'on-demand-price').get('global')).toMatchObject({
        outcome,
        errorClass,
        completeness: 'failed',
      });
    }
    desk.standIn.faults.clear();
    desk.pass(MINUTE);
    await desk.run('on-demand-price');
    expect(listPrices(desk.db)).toEqual(SOLD);
  });
});
