import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { credentialsTrouble } from '#db/queries/findings.ts';
import { currentTargets } from '#db/queries/targets.ts';
import { gateTime, makeGate } from '#jobs/aws/gate.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

const SPOT = { service: 'ec2', action: 'DescribeSpotPriceHistory' };
const ALWAYS = Number.POSITIVE_INFINITY;

const asked = (desk: FaultyDesk, action: string) =>
  desk.standIn.requests.filter((request) => request.action === action).length;

/** A desk that has looked at everything once, and whose requests are counted from then on. */
async function openSound(): Promise<FaultyDesk> {
  const desk = await openFaultyDesk();
  await desk.run('spot-price');
  desk.pass(5 * MINUTE);
  return desk;
}

describe('F38: credentials that AWS refuses everywhere', () => {
  test('are one finding with AWS’s words, found with one question, and over without a restart', async () => {
    const desk = await openSound();
    const since = desk.now();
    const before = asked(desk, 'DescribeRegions');
    desk.standIn.faults.add({ service: 'ec2', kind: 'auth', times: ALWAYS });
    expect((await desk.run('spot-price')).state).toBe('failed');
    expect([...newestLooks(desk.db).values()].map((look) => look.outcome)).toEqual([
      'denied',
      'denied',
      'denied',
    ]);
    expect(asked(desk, 'DescribeRegions') - before).toBe(1);
    const says = 'AuthFailure: AWS was not able to validate the provided access credentials';
    expect(credentialsTrouble(desk.db)).toEqual({ since, checkedAt: since, says });

    desk.pass(10 * MINUTE);
    expect(await desk.run('credentials')).toMatchObject({
      state: 'failed',
      errorClass: 'auth',
      errorText: says,
    });
    expect(credentialsTrouble(desk.db)).toEqual({ since, checkedAt: since + 10 * MINUTE, says });

    desk.standIn.faults.clear();
    expect((await desk.run('credentials')).state).toBe('ok');
    expect(credentialsTrouble(desk.db)).toBeUndefined();
    expect((await desk.run('spot-price')).state).toBe('ok');
  });

  test('that have expired are noticed before anything was ever known, and rotated ones are picked up', async () => {
    const desk = await openFaultyDesk({ accessKey: 'AKIAEXPIRED0000000000' });
    expect((await desk.run('region')).state).toBe('failed');
    expect(credentialsTrouble(desk.db)?.says).toContain('RequestExpired');
    process.env.AWS_ACCESS_KEY_ID = 'AKIAROTATED0000000000';
    expect((await desk.run('region')).state).toBe('failed');
    expect((await desk.run('credentials')).state).toBe('ok');
    expect((await desk.run('region')).state).toBe('ok');
    expect(credentialsTrouble(desk.db)).toBeUndefined();
  });
});

describe('what never blames the credentials', () => {
  test.each([
    ['a throttle', 'throttle'],
    ['a server that fails', 'status500'],
    ['a connection that breaks', 'reset'],
    ['an action that is not allowed', 'denied'],
  ] as const)('%s in every region, even of DescribeRegions', async (_, kind) => {
    const desk = await openSound();
    desk.standIn.faults.add({ service: 'ec2', kind, times: ALWAYS });
    expect((await desk.run('spot-price')).state).toBe('failed');
    expect((await desk.run('region')).state).toBe('failed');
    expect(credentialsTrouble(desk.db)).toBeUndefined();
  });

  test('refusals in every region, while DescribeRegions is throttled', async () => {
    const desk = await openSound();
    desk.standIn.faults.add({ ...SPOT, kind: 'auth', times: ALWAYS });
    desk.standIn.faults.add({ service: 'ec2', action: 'DescribeRegions', kind: 'throttle', times: ALWAYS });
    await desk.run('spot-price');
    expect(credentialsTrouble(desk.db)).toBeUndefined();
  });

  test('F41: regions that were switched off are that, found with one question for all of them', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1'] });
    await desk.run('spot-price');
    const sql = 'SELECT name FROM region WHERE enabled = 0 ORDER BY name LIMIT 3';
    const off = desk.db.sqlite.prepare(sql).pluck().all() as string[];
    desk.context.watch = { ...desk.context.watch, regions: ['us-east-1', ...off] };
    desk.db.sqlite.exec('UPDATE region SET enabled = 1');
    const before = asked(desk, 'DescribeRegions');
    expect((await desk.run('spot-price')).state).toBe('partial');
    const looks = newestLooks(desk.db);
    expect(off.map((region) => looks.get(region)?.outcome)).toEqual(Array(3).fill('region_disabled'));
    expect(looks.get('us-east-1')?.outcome).toBe('value');
    expect(asked(desk, 'DescribeRegions') - before).toBe(1);
    expect(credentialsTrouble(desk.db)).toBeUndefined();
  });
});

test('F39: one permission that is missing is named, and the other sources go on', async () => {
  const desk = await openSound();
  desk.context.gate = makeGate(gateTime(() => performance.now(), 1000));
  desk.standIn.faults.add({ ...SPOT, kind: 'denied', times: ALWAYS });
  expect((await desk.run('spot-price')).state).toBe('failed');
  expect((await desk.run('instance-type')).state).toBe('ok');
  for (const { outcome, errorClass, errorText } of currentTargets(desk.db, 'spot-price')) {
    expect([outcome, errorClass]).toEqual(['denied', 'permission']);
    expect(errorText).toMatch(/^ec2:DescribeSpotPriceHistory is not allowed\. UnauthorizedOperation: /);
    expect(errorText).not.toMatch(/\d{12}/);
  }
  expect(credentialsTrouble(desk.db)).toBeUndefined();
});

test('F28, F40: a region that is down or throttled costs the others nothing but its own call', async () => {
  const desk = await openSound();
  desk.standIn.faults.add({ ...SPOT, region: 'us-west-2', kind: 'reset', times: ALWAYS });
  desk.standIn.faults.add({ ...SPOT, region: 'eu-north-1', kind: 'throttle', times: ALWAYS });
  for (let slot = 0; slot < 3; slot++) {
    desk.pass(5 * MINUTE);
    expect((await desk.run('spot-price')).state).toBe('partial');
    const [east] = currentTargets(desk.db, 'spot-price').filter(({ region }) => region === 'us-east-1');
    expect(east?.lastCompleteAt).toBe(desk.now());
  }
  expect([...newestLooks(desk.db)].map(([region, look]) => [region, look.outcome]).sort()).toEqual([
    ['eu-north-1', 'throttled'],
    ['us-east-1', 'value'],
    ['us-west-2', 'failed'],
  ]);
});
