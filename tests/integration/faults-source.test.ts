import { describe, expect, test } from 'vitest';
import { currentTargets } from '#db/queries/targets.ts';
import { openToldDesk } from '../helpers/told-desk.ts';

const SPOT = { service: 'ec2', action: 'DescribeSpotPriceHistory' };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const FAILS = /^spot-price in us-west-2: no complete look since 2026-03-01/;

describe('a fault of AWS in one region', () => {
  test.each([
    ['F28: RequestLimitExceeded', { kind: 'throttle' }, 'throttle'],
    ['F30: status 500', { kind: 'status500' }, 'server'],
    ['F30: status 503', { kind: 'status503' }, 'server'],
    ['F33: a connection that breaks amid the answer', { kind: 'cut' }, 'network'],
    ['F34: XML that stops in the middle', { kind: 'truncated' }, 'schema'],
    ['F35: a login page', { kind: 'html' }, 'schema'],
    ['F35: an empty body', { kind: 'empty' }, 'schema'],
    ['F35: an error document that says 200', { kind: 'error-with-200' }, 'schema'],
    ['F36: a set under another name', { kind: 'renamed-set' }, 'schema'],
    ['F37: a timestamp that is none', { kind: 'bad-timestamp' }, 'schema'],
    ['F40: a region that is down', { kind: 'reset' }, 'network'],
  ] as const)(
    '%s is told once, ends no alert, delays no region, and its end is told once',
    async (_, fault, errorClass) => {
      const desk = await openToldDesk();
      const before = desk.standing();
      expect(before.length).toBeGreaterThan(3);
      expect(await desk.minutes(16)).toEqual([]);
      desk.standIn.faults.add({ ...SPOT, ...ALWAYS, region: 'us-west-2', ...fault });
      expect(await desk.minutes(25)).toEqual([expect.stringMatching(FAILS)]);
      const targets = new Map(currentTargets(desk.db, 'spot-price').map((one) => [one.region, one]));
      expect(targets.get('us-west-2')?.errorClass).toBe(errorClass);
      for (const region of ['us-east-1', 'eu-north-1'])
        expect(targets.get(region)).toMatchObject({ lastCompleteAt: targets.get(region)?.lastLookAt });
      desk.standIn.faults.clear();
      expect(await desk.minutes(6)).toEqual(['spot-price in us-west-2 is looked at in full again']);
      expect(desk.standing()).toEqual(before);
    },
  );
});

test('F35: what a login page leads to is said in words, not in those of the SDK', async () => {
  const desk = await openToldDesk();
  desk.standIn.faults.add({ ...SPOT, ...ALWAYS, kind: 'html' });
  await desk.minutes(1);
  const texts = currentTargets(desk.db, 'spot-price').map(({ errorText }) => errorText);
  expect(texts).toHaveLength(3);
  for (const text of texts) {
    expect(text).toMatch(/^the answer is not what AWS sends: .*XML parse error/);
    expect(text).not.toContain('$response');
  }
});

test('F38: refused credentials are one message, whatever they stop, and one more when they are good again', async () => {
  const desk = await openToldDesk();
  const before = desk.standing();
  const jobs = ['credentials', 'spot-price', 'type-offering'];
  expect(await desk.minutes(16, jobs)).toEqual([]);
  desk.standIn.faults.add({ service: 'ec2', ...ALWAYS, kind: 'auth' });
  expect(await desk.minutes(60, jobs)).toEqual([
    expect.stringMatching(/^AWS refuses the credentials in every region: .* since 2026-03-01/),
  ]);
  desk.standIn.faults.clear();
  expect(await desk.minutes(11, jobs)).toEqual(['AWS accepts the credentials again']);
  expect(desk.standing()).toEqual(before);
});

test('F39: one missing permission is one message that names the action, and no alert ends by it', async () => {
  const jobs = ['spot-price', 'reservation'];
  const desk = await openToldDesk();
  const before = desk.standing();
  expect(await desk.minutes(16, jobs)).toEqual([]);
  desk.standIn.faults.add({ ...SPOT, ...ALWAYS, kind: 'denied' });
  expect(await desk.minutes(60, jobs)).toEqual([
    expect.stringMatching(/^ec2:DescribeSpotPriceHistory is not allowed/),
  ]);
  for (const { lastCompleteAt, lastLookAt } of currentTargets(desk.db, 'reservation'))
    expect(lastCompleteAt).toBe(lastLookAt);
  desk.standIn.faults.clear();
  expect(await desk.minutes(11, jobs)).toEqual(['ec2:DescribeSpotPriceHistory is allowed now']);
  expect(desk.standing()).toEqual(before);
});

test('F41: a region that is switched off is no trouble and no message: the watch list names it, AWS does not sell there', async () => {
  const desk = await openToldDesk();
  const before = desk.standing();
  expect(await desk.minutes(16)).toEqual([]);
  desk.context.watch = { ...desk.context.watch, regions: [...desk.context.watch.regions, 'il-central-1'] };
  desk.db.sqlite.exec("UPDATE region SET enabled = 1 WHERE name = 'il-central-1'");
  expect(await desk.minutes(60)).toEqual([]);
  const targets = new Map(currentTargets(desk.db, 'spot-price').map((one) => [one.region, one]));
  expect(targets.get('il-central-1')).toMatchObject({ outcome: 'region_disabled' });
  expect(desk.standing()).toEqual(before);
});
