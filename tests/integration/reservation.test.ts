import { describe, expect, test, vi } from 'vitest';
import { DAY, formatInstant, HOUR, MINUTE } from '#lib/domain/time.ts';
import { askDesk } from '../helpers/desk-api.ts';
import { type FaultyDesk, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

vi.mock('server-only', () => ({}));

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const EAST = { regions: ['us-east-1'] };

const all = <T>(desk: FaultyDesk, sql: string, ...values: unknown[]) =>
  desk.db.sqlite.prepare<unknown[], T>(sql).all(...values);

type News = { kind: string; subject: string; at: number; detail: Record<string, string> };
const news = (desk: FaultyDesk): News[] =>
  all<{ kind: string; subject: string; at: number; detail_json: string }>(
    desk,
    'SELECT * FROM news ORDER BY id',
  ).map(({ detail_json, ...row }) => ({ ...row, detail: JSON.parse(detail_json) }));

const look = async (desk: FaultyDesk) => (await desk.run('reservation')).state;

describe('what is held', () => {
  test('a block and its reservation are one row; a shared reservation is not own', async () => {
    const desk = await openFaultyDesk(EAST);
    expect(await look(desk)).toBe('ok');
    const rows = await askDesk(desk)('reservations');
    const blocks = rows.filter((row) => row.kind === 'block');
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks) {
      expect(block).toMatchObject({ own: true, ownerId: expect.stringMatching(/^\d{12}$/) });
      expect(block.reservationIds).toEqual([expect.stringMatching(/^cr-/)]);
    }
    const plain = rows.filter((row) => row.kind === 'reservation');
    expect(plain.map((row) => `${row.type} ${row.own}`).sort()).toEqual([
      'g5.12xlarge true',
      'p4d.24xlarge false',
    ]);
    // Ordinary reservations do not end, and nothing terminates their instances.
    expect(plain.every((row) => row.endAt === null && row.terminatedFrom === null)).toBe(true);
  });

  test('its use is what is not available while it is active, and nothing before and after', async () => {
    const desk = await openFaultyDesk(EAST);
    await look(desk);
    for (const row of await askDesk(desk)('reservations')) {
      if (row.state === 'active') expect(row.free).toBe(Number(row.total) - Number(row.used));
      else expect(row).toMatchObject({ used: null, free: null });
    }
    const use = all<{ outcome: string; last_value: number | null; state: string; total: number }>(
      desk,
      "SELECT s.*, r.state, r.total FROM series s JOIN reservation r ON r.id = s.qualifier WHERE s.kind = 'reservation-use'",
    );
    expect(use.some((one) => one.state === 'scheduled' && one.outcome === 'none')).toBe(true);
    for (const one of use.filter(({ state }) => state === 'active'))
      expect(one).toMatchObject({ outcome: 'value', last_value: expect.any(Number) });
  });

  test('a block counts what is broken apart from what is in use', async () => {
    const desk = await openFaultyDesk(EAST);
    const seen = new Set<string>();
    for (let day = 0; day < 40 && !seen.has('impaired 1'); day++) {
      desk.pass(DAY);
      await look(desk);
      for (const row of await askDesk(desk)('reservations'))
        if (row.kind === 'block' && row.state === 'active') seen.add(`${row.interconnect} ${row.broken}`);
    }
    expect([...seen].sort()).toEqual(['impaired 1', 'ok 0']);
  });

  test('every state is kept with when it was seen, payments too', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-2'] });
    for (let step = 0; step < 160; step++) {
      await look(desk);
      desk.pass(6 * HOUR);
    }
    const ways = (await askDesk(desk)('reservations?state=all')).map((row) =>
      (row.states as { state: string }[]).map((one) => one.state).join(' '),
    );
    expect(ways).toContain('payment-pending scheduled active expired');
    expect(ways).toContain('payment-pending payment-failed');
    const told = news(desk).filter(({ kind }) => kind === 'reservation-changed');
    expect(told.map(({ detail }) => `${detail.from} ${detail.to}`)).toContain(
      'payment-pending payment-failed',
    );
    // One of a kind: none of the reservations that blocks come as is told of as well.
    expect(news(desk).filter(({ subject }) => subject.startsWith('cr-'))).toEqual([]);
  });

  test('what AWS no longer lists is gone, after a complete look alone', async () => {
    const desk = await openFaultyDesk(EAST);
    await look(desk);
    const ask = askDesk(desk);
    const before = await ask('reservations');
    desk.standIn.faults.add({ action: 'DescribeCapacityBlocks', ...ALWAYS, kind: 'denied' });
    desk.pass(30 * DAY);
    expect(await look(desk)).toBe('partial');
    expect(await ask('reservations?state=gone')).toEqual([]);
    desk.standIn.faults.clear();
    expect(await look(desk)).toBe('ok');
    const gone = await ask('reservations?state=gone');
    expect(gone.length).toBeGreaterThan(0);
    for (const row of gone) {
      expect(row).toMatchObject({ goneAt: formatInstant(desk.now()), used: null, outcome: 'none' });
      expect(before.map(({ id }) => id)).toContain(row.id);
    }
  });
});

describe('reminders', () => {
  test('7 days, 24 hours and 1 hour before a start and an end, each once', async () => {
    const desk = await openFaultyDesk(EAST);
    for (let step = 0; step < 15 * 48; step++) {
      await look(desk);
      desk.pass(30 * MINUTE);
    }
    const told = news(desk).filter(({ kind }) => /starts|ends/.test(kind));
    const keys = told.map(({ kind, subject, detail }) => `${subject} ${kind} ${detail.lead}`);
    expect(new Set(keys).size).toBe(keys.length);
    const whole = [...new Set(told.map(({ subject }) => subject))].map((id) =>
      told.filter(({ subject }) => subject === id).map(({ kind, detail }) => `${kind} ${detail.lead}`),
    );
    // A block of seven days has no time that is 7 days before its end.
    expect(whole).toContainEqual([
      'reservation-starts 7d',
      'reservation-starts 24h',
      'reservation-starts 1h',
      'reservation-ends 24h',
      'reservation-ends 1h',
    ]);
    for (const { kind, at, detail } of told) {
      const ends = kind === 'reservation-ends';
      const instant = Date.parse((ends ? detail.terminatedFrom : detail.startAt) ?? '');
      expect(instant - at).toBe({ '7d': 7 * DAY, '24h': DAY, '1h': HOUR }[detail.lead ?? '']);
      if (ends) expect(Date.parse(detail.endAt ?? '') - instant).toBeGreaterThanOrEqual(30 * MINUTE);
    }
  }, 120_000);

  test('a block that is extended is told of, and its new end reminded of', async () => {
    const desk = await openFaultyDesk(EAST);
    await look(desk);
    const [block] = all<{ id: string; end_at: number }>(
      desk,
      "SELECT * FROM reservation WHERE kind = 'block' AND state = 'active'",
    );
    if (block === undefined) throw new Error('no active block');
    // As before the extension: it ended a day earlier.
    desk.db.sqlite.prepare('UPDATE reservation SET end_at = end_at - ? WHERE id = ?').run(DAY, block.id);
    await look(desk);
    const told = news(desk).filter(({ kind }) => kind === 'reservation-extended');
    expect(told).toMatchObject([
      {
        subject: block.id,
        detail: { from: formatInstant(block.end_at - DAY), to: formatInstant(block.end_at) },
      },
    ]);
    await look(desk);
    expect(news(desk).filter(({ kind }) => kind === 'reservation-extended')).toHaveLength(1);
  });
});

describe('when one of the three calls fails', () => {
  test('the others are saved, the look is partial and says which permission is missing', async () => {
    const desk = await openFaultyDesk(EAST);
    desk.standIn.faults.add({ action: 'DescribeCapacityBlockStatus', ...ALWAYS, kind: 'denied' });
    expect(await look(desk)).toBe('partial');
    expect(newestLooks(desk.db, 'reservation').get('us-east-1')).toMatchObject({
      outcome: 'denied',
      errorClass: 'permission',
      completeness: 'partial',
    });
    const [target] = all<{ error_text: string }>(
      desk,
      "SELECT * FROM target WHERE collector = 'reservation'",
    );
    expect(target?.error_text).toContain('DescribeCapacityBlockStatus');
    const rows = await askDesk(desk)('reservations');
    expect(rows.filter((row) => row.kind === 'block').length).toBeGreaterThan(0);
    for (const row of rows)
      expect(row).toMatchObject({ outcome: 'denied', interconnect: null, broken: null });
    const broken = all<{ outcome: string }>(
      desk,
      "SELECT s.* FROM series s JOIN reservation r ON r.id = s.qualifier WHERE s.kind = 'reservation-broken' AND r.state = 'active'",
    );
    expect(broken.map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  test('a date that is none: the page is lost and nothing is gone', async () => {
    const desk = await openFaultyDesk(EAST);
    await look(desk);
    desk.standIn.faults.add({ action: 'DescribeCapacityReservations', ...ALWAYS, kind: 'bad-timestamp' });
    expect(await look(desk)).toBe('partial');
    expect(newestLooks(desk.db, 'reservation').get('us-east-1')).toMatchObject({ errorClass: 'schema' });
    expect(await askDesk(desk)('reservations?state=gone')).toEqual([]);
  });
});

test('an account that holds nothing in a region is told so, apart from one that was never asked', async () => {
  const desk = await openFaultyDesk({ regions: ['eu-north-1', 'us-east-2'] });
  await look(desk);
  const rows = await askDesk(desk)('reservations');
  expect(rows.filter((row) => row.id === null)).toMatchObject([{ region: 'eu-north-1', outcome: 'none' }]);
  const never = await askDesk(desk)('reservations?region=sa-east-1');
  expect(never).toMatchObject([{ region: 'sa-east-1', id: null, outcome: 'never' }]);
});
