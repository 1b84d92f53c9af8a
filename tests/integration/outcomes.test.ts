import { describe, expect, test } from 'vitest';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { facts, newestLooks, openFaultyDesk, openFiringDesk } from '../helpers/faulty-desk.ts';

const SPOT = { service: 'ec2', action: 'DescribeSpotPriceHistory' };
const WEST = { ...SPOT, region: 'us-west-2', times: Number.POSITIVE_INFINITY };
const GOOD = { outcome: 'value', errorClass: null, completeness: 'complete', quarantined: 0 };

describe('a look that goes wrong in one region', () => {
  test.each([
    ['F35 a login page', { kind: 'html' }, 'failed', 'schema'],
    ['F35 an empty body', { kind: 'empty' }, 'failed', 'schema'],
    ['an error document that says 200', { kind: 'error-with-200' }, 'failed', 'schema'],
    ['F34 XML that stops in the middle', { kind: 'truncated' }, 'failed', 'schema'],
    ['F36 a set under another name', { kind: 'renamed-set' }, 'failed', 'schema'],
    ['F37 a timestamp that is none', { kind: 'bad-timestamp' }, 'failed', 'schema'],
    ['F42 the same page token for ever', { kind: 'same-token' }, 'failed', 'schema'],
    ['F33 a connection that breaks in the middle', { kind: 'cut' }, 'failed', 'network'],
    ['a connection that breaks at once', { kind: 'reset' }, 'failed', 'network'],
    ['F31 no answer at all', { kind: 'hang' }, 'failed', 'timeout'],
    ['a throttle', { kind: 'throttle' }, 'throttled', 'throttle'],
    ['a missing permission', { kind: 'denied' }, 'denied', 'permission'],
    ['a service that is not subscribed to', { kind: 'opt-in' }, 'denied', 'permission'],
    ['keys that are refused there, although the region is enabled', { kind: 'auth' }, 'denied', 'auth'],
    ['status 500', { kind: 'status500' }, 'failed', 'server'],
    ['status 503', { kind: 'status503' }, 'failed', 'server'],
  ] as const)(
    '%s: is told apart, moves nothing, stops no other, and is over when it is over',
    async (_, fault, outcome, errorClass) => {
      const desk = await openFiringDesk();
      const before = facts(desk.db);
      expect(before.alerts?.length).toBeGreaterThan(0);
      desk.standIn.faults.add({ ...WEST, ...fault });

      expect((await desk.run('spot-price')).state).toBe('partial');
      const looks = newestLooks(desk.db);
      expect(looks.get('us-west-2')).toEqual({ outcome, errorClass, completeness: 'failed', quarantined: 0 });
      expect(looks.get('us-east-1')).toEqual(GOOD);
      expect(looks.get('eu-north-1')).toEqual(GOOD);
      expect(facts(desk.db)).toEqual(before);

      desk.standIn.faults.clear();
      expect((await desk.run('spot-price')).state).toBe('ok');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual(GOOD);
      expect(facts(desk.db)).toEqual(before);
    },
  );

  test.each(['abc', '', '-1', '1e9', '0.1.2', 'NaN', '0.00', 'EUR 3'])(
    'F45: one price of %j: the record is set aside and counted, nothing ends, nothing is resolved',
    async (value) => {
      const desk = await openFiringDesk();
      const before = facts(desk.db);
      desk.standIn.faults.add({ ...WEST, kind: 'bad-price', value });
      expect((await desk.run('spot-price')).state).toBe('partial');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual({
        outcome: 'failed',
        errorClass: 'schema',
        completeness: 'partial',
        quarantined: 1,
      });
      expect(facts(desk.db)).toEqual(before);
      desk.standIn.faults.clear();
      desk.pass(5 * MINUTE);
      expect((await desk.run('spot-price')).state).toBe('ok');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual(GOOD);
    },
  );

  test('F32: a byte a second: the run ends at its deadline, with nothing of that answer', async () => {
    const desk = await openFiringDesk();
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...WEST, kind: 'drip' });
    const job = JOBS.find((one) => one.name === 'spot-price')!;
    const ended = await executeJob(desk.context, job, 1, 'manual', new AbortController().signal, 300);
    expect(ended).toMatchObject({ state: 'timeout', errorClass: 'timeout' });
    expect(facts(desk.db)).toEqual(before);
    desk.standIn.faults.clear();
    expect((await desk.run('spot-price')).state).toBe('ok');
  });
});

describe('keys and regions', () => {
  test('AuthFailure in a region that AWS calls not opted in is a disabled region, not bad keys', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1', 'il-central-1'] });
    await desk.run('spot-price');
    expect(newestLooks(desk.db).get('il-central-1')).toMatchObject({ outcome: 'region_disabled' });
    // Enabled when regions were last asked for, and disabled since.
    desk.db.sqlite.exec("UPDATE region SET enabled = 1 WHERE name = 'il-central-1'");
    expect((await desk.run('spot-price')).state).toBe('partial');
    expect(newestLooks(desk.db).get('il-central-1')).toMatchObject({
      outcome: 'region_disabled',
      errorClass: 'region_disabled',
    });
    expect(newestLooks(desk.db).get('us-east-1')).toEqual(GOOD);
  });

  test('keys that are wrong everywhere are denied everywhere, and nothing else moves', async () => {
    const desk = await openFiringDesk();
    const before = facts(desk.db);
    const locked = await openFaultyDesk({ accessKey: 'AKIABADKEY0000000000', db: desk.db });
    expect((await locked.run('spot-price')).state).toBe('failed');
    for (const look of newestLooks(desk.db).values())
      expect(look).toMatchObject({ outcome: 'denied', errorClass: 'auth', completeness: 'failed' });
    expect(facts(desk.db)).toEqual(before);
    expect(await locked.run('region')).toMatchObject({ state: 'failed', errorClass: 'auth' });
  });

  test('expired keys are denied, and the desk goes on when they are renewed', async () => {
    const desk = await openFaultyDesk({ accessKey: 'AKIAEXPIRED000000000' });
    expect(await desk.run('region')).toMatchObject({ state: 'failed', errorClass: 'auth' });
    const renewed = await openFaultyDesk({ db: desk.db });
    expect((await renewed.run('spot-price')).state).toBe('ok');
  });

  test('a region that is watched and that AWS does not name to this account is not passed over in silence', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1', 'us-gov-west-1'] });
    await desk.run('spot-price');
    expect(newestLooks(desk.db).get('us-gov-west-1')).toMatchObject({ outcome: 'region_disabled' });
  });
});

describe('F46: a market that seems to vanish', () => {
  const live = (desk: { db: { sqlite: import('better-sqlite3').Database } }) =>
    desk.db.sqlite
      .prepare("SELECT count(*) FROM series WHERE region = 'us-west-2' AND outcome = 'value'")
      .pluck()
      .get() as number;
  const empty = { ...WEST, kind: 'empty-set' as const };
  const doubted = { outcome: 'failed', errorClass: 'schema', completeness: 'partial', quarantined: 0 };

  test('is doubted twice and believed the third time', async () => {
    const desk = await openFiringDesk();
    const pools = live(desk);
    expect(pools).toBeGreaterThan(20);
    const before = facts(desk.db);
    desk.standIn.faults.add(empty);
    for (let look = 1; look <= 2; look++) {
      await desk.run('spot-price');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual(doubted);
      expect(facts(desk.db)).toEqual(before);
    }
    await desk.run('spot-price');
    expect(newestLooks(desk.db).get('us-west-2')).toMatchObject({
      outcome: 'none',
      completeness: 'complete',
    });
    expect(live(desk)).toBe(0);
    // Prices that vanish are no recovery: nothing is resolved.
    const { alerts, events } = facts(desk.db);
    expect({ alerts, events }).toEqual({ alerts: before.alerts, events: before.events });
    desk.standIn.faults.clear();
    desk.pass(5 * MINUTE);
    await desk.run('spot-price');
    expect(live(desk)).toBe(pools);
  });

  test('is doubted twice even after other failures', async () => {
    const desk = await openFiringDesk();
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...WEST, kind: 'status500', times: 9 });
    for (let look = 1; look <= 3; look++) await desk.run('spot-price');
    desk.standIn.faults.add(empty);
    for (let look = 1; look <= 2; look++) {
      await desk.run('spot-price');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual(doubted);
      expect(facts(desk.db)).toEqual(before);
    }
  });

  test('is doubted anew after a good look', async () => {
    const desk = await openFiringDesk();
    for (const bad of [true, true, false, true, true]) {
      desk.standIn.faults.clear();
      if (bad) desk.standIn.faults.add(empty);
      await desk.run('spot-price');
      expect(newestLooks(desk.db).get('us-west-2')).toEqual(bad ? doubted : GOOD);
    }
  });
});
