import { describe, expect, test, vi } from 'vitest';
import { formatInstant, HOUR } from '#lib/domain/time.ts';
import { askDesk } from '../helpers/desk-api.ts';
import { type FaultyDesk, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const OFFERINGS = { service: 'ec2', action: 'DescribeInstanceTypeOfferings' };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const P5 = 'p5.48xlarge';
const WEST = { types: ['p5*'], regions: ['us-west-2'] };

const news = (desk: FaultyDesk) =>
  desk.db.sqlite
    .prepare<unknown[], { kind: string; zone_id: string; item_type: string }>(
      'SELECT * FROM news ORDER BY id',
    )
    .all()
    .map((row) => `${row.kind} ${row.item_type} ${row.zone_id}`.trim());

const open = (desk: FaultyDesk, type = '%') =>
  desk.db.sqlite
    .prepare('SELECT zone_id FROM type_offering WHERE instance_type LIKE ? AND gone_at IS NULL ORDER BY 1')
    .pluck()
    .all(type) as string[];

/** Makes it that a type was never seen in a zone, so that the next look finds it new. */
const forget = (desk: FaultyDesk, type: string, zoneId = '%') =>
  desk.db.sqlite
    .prepare('DELETE FROM type_offering WHERE instance_type = ? AND zone_id LIKE ?')
    .run(type, zoneId);

/** Makes it that the last look saw a type in a zone, so that the next one misses it there. */
const remember = (desk: FaultyDesk, type: string, zoneId: string) =>
  desk.db.sqlite
    .prepare("INSERT INTO type_offering VALUES (?, 'us-west-2', ?, ?, ?, NULL)")
    .run(type, zoneId, desk.now(), desk.now());

async function look(desk: FaultyDesk): Promise<string> {
  desk.pass(6 * HOUR);
  return (await desk.run('type-offering')).state;
}

describe('what comes and goes', () => {
  test('the first complete look at a region is the baseline: it tells nothing', async () => {
    const desk = await openFaultyDesk({ ...WEST, pageSize: 20 });
    expect(await look(desk)).toBe('ok');
    expect(open(desk, P5).length).toBeGreaterThan(1);
    expect(news(desk)).toEqual([]);
    expect(await look(desk)).toBe('ok');
    expect(news(desk)).toEqual([]);
  });

  test('a first look that broke off is no baseline: what the next one adds is no news', async () => {
    const desk = await openFaultyDesk({ ...WEST, pageSize: 20 });
    desk.standIn.faults.add({ ...OFFERINGS, ...ALWAYS, kind: 'denied', skip: 4 });
    expect(await look(desk)).toBe('partial');
    expect(open(desk).length).toBeGreaterThan(0);
    desk.standIn.faults.clear();
    expect(await look(desk)).toBe('ok');
    expect(news(desk)).toEqual([]);
  });

  test('a type appears in a region, comes to a zone, leaves a zone, leaves the region and is back: each told once', async () => {
    const desk = await openFaultyDesk(WEST);
    await look(desk);
    const zones = open(desk, P5);
    forget(desk, P5);
    await look(desk);
    expect(news(desk)).toEqual([`type-appeared ${P5}`]);

    forget(desk, P5, zones[0]);
    await look(desk);
    remember(desk, P5, 'usw2-lax9-az9');
    await look(desk);
    remember(desk, 'p5x.48xlarge', 'usw2-az1');
    await look(desk);
    await look(desk);
    expect(news(desk).slice(1)).toEqual([
      `zone-added ${P5} ${zones[0]}`,
      `zone-removed ${P5} usw2-lax9-az9`,
      'type-left p5x.48xlarge',
    ]);

    desk.db.sqlite.prepare('UPDATE type_offering SET gone_at = last_seen_at WHERE instance_type = ?').run(P5);
    await look(desk);
    expect(news(desk).at(-1)).toBe(`type-back ${P5}`);
    expect(open(desk, P5)).toEqual(zones);
  });

  test('a type that nobody has described appears, too, if its family is one of accelerators', async () => {
    const desk = await openFaultyDesk({ types: [], regions: ['us-east-2'] });
    await look(desk);
    expect(open(desk, 'trn2.48xlarge').length).toBeGreaterThan(0);
    // As on the day on which AWS offers a type that it does not describe yet.
    for (const [table, column] of [
      ['type_region', 'instance_type'],
      ['type_offering', 'instance_type'],
      ['instance_type', 'name'],
    ])
      desk.db.sqlite.exec(`DELETE FROM ${table} WHERE ${column} LIKE 'trn2%'`);
    await look(desk);
    expect(news(desk)).toContain('type-appeared trn2.48xlarge');
    const rows = await askDesk(desk)('type-offerings?type=trn2.48xlarge');
    expect(rows.length).toBeGreaterThan(0);
    expect(open(desk, 'm%')).toEqual([]);
  });

  test('a Local Zone is a zone like any other', async () => {
    const desk = await openFaultyDesk({ types: [], regions: ['us-east-1', 'us-west-2'] });
    await look(desk);
    expect(open(desk).some((zoneId) => /^use1-[a-z]{3}\d-az\d$|^usw2-[a-z]{3}\d-az\d$/.test(zoneId))).toBe(
      true,
    );
  });

  test('types that are added to the watch list were there before: that is no news', async () => {
    const desk = await openFaultyDesk(WEST);
    await look(desk);
    desk.context.watch = { ...desk.context.watch, types: ['p5*', 'g6.*'] };
    await look(desk);
    expect(open(desk, 'g6.%').length).toBeGreaterThan(0);
    expect(news(desk)).toEqual([]);
  });

  test('types that are no longer watched have not left', async () => {
    const desk = await openFaultyDesk({ types: ['p5*', 'g6.*'], regions: ['us-west-2'] });
    await look(desk);
    desk.context.watch = { ...desk.context.watch, types: ['p5*'] };
    await look(desk);
    expect(news(desk)).toEqual([]);
    const rows = await askDesk(desk)('type-offerings?type=g6.xlarge');
    expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['never']));
  });
});

describe('answers that prove no absence', () => {
  test('a listing that breaks off ends nothing, and what it showed is new all the same', async () => {
    const desk = await openFaultyDesk({ ...WEST, pageSize: 20 });
    await look(desk);
    const before = open(desk);
    desk.standIn.faults.add({ ...OFFERINGS, ...ALWAYS, kind: 'status500', skip: 2 });
    expect(await look(desk)).toBe('partial');
    expect(open(desk)).toEqual(before);
    expect(news(desk)).toEqual([]);
  });

  test('a sudden emptiness is doubted twice and believed the third time', async () => {
    const desk = await openFaultyDesk(WEST);
    await look(desk);
    const before = open(desk);
    desk.standIn.faults.add({ ...OFFERINGS, ...ALWAYS, kind: 'empty-set' });
    for (let time = 1; time <= 2; time++) {
      expect(await look(desk)).toBe('partial');
      expect(open(desk)).toEqual(before);
      expect(newestLooks(desk.db, 'type-offering').get('us-west-2')).toMatchObject({ outcome: 'failed' });
    }
    expect(await look(desk)).toBe('ok');
    expect(open(desk)).toEqual([]);
    expect(newestLooks(desk.db, 'type-offering').get('us-west-2')).toMatchObject({ outcome: 'not_sold' });
    expect(news(desk).every((line) => line.startsWith('type-left'))).toBe(true);
    desk.standIn.faults.clear();
    await look(desk);
    expect(open(desk)).toEqual(before);
  });

  test('a good look in between starts the doubt anew', async () => {
    const desk = await openFaultyDesk(WEST);
    await look(desk);
    for (const bad of [true, true, false, true, true]) {
      desk.standIn.faults.clear();
      if (bad) desk.standIn.faults.add({ ...OFFERINGS, ...ALWAYS, kind: 'empty-set' });
      expect(await look(desk)).toBe(bad ? 'partial' : 'ok');
    }
    expect(news(desk)).toEqual([]);
  });
});

describe('asked over HTTP', () => {
  test('where a type is sold, where not, and what was told', async () => {
    const desk = await openFaultyDesk({ types: ['p5*'], regions: ['us-west-2', 'eu-central-1'] });
    await look(desk);
    const ask = askDesk(desk);
    const rows = await ask('type-offerings?type=p5e.48xlarge');
    expect(rows.find((row) => row.region === 'eu-central-1')).toMatchObject({
      zoneId: null,
      firstSeenAt: null,
      outcome: 'not_sold',
    });
    const west = rows.filter((row) => row.region === 'us-west-2');
    expect(west.length).toBeGreaterThan(0);
    for (const row of west)
      expect(row).toMatchObject({ zoneId: expect.stringMatching(/^usw2-/), goneAt: null, outcome: 'value' });
    remember(desk, P5, 'usw2-az9');
    await look(desk);
    expect(await ask('type-offerings?state=gone')).toMatchObject([
      { type: P5, zoneId: 'usw2-az9', goneAt: formatInstant(desk.now()), outcome: 'not_sold' },
    ]);
    expect(await ask('type-offerings/events')).toEqual([
      {
        at: formatInstant(desk.now()),
        event: 'zone-removed',
        type: P5,
        region: 'us-west-2',
        zoneId: 'usw2-az9',
        zones: ['usw2-az9'],
        outcome: 'value',
      },
    ]);
    expect(await ask('type-offerings/events?zone=usw2-az1')).toEqual([]);
    expect(await ask(`type-offerings/events?region=sa-east-1`)).toMatchObject([
      { region: 'sa-east-1', event: null, outcome: 'never' },
    ]);
    const early = await ask(`type-offerings?from=2026-01-01&to=2026-01-02`);
    expect(early).toEqual([]);
  });
});
