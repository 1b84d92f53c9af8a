import { performance } from 'node:perf_hooks';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { permissionCheck } from '#db/queries/findings.ts';
import { gateTime, makeGate } from '#jobs/aws/gate.ts';
import { JOBS } from '#jobs/jobs.ts';
import { checkPermissions } from '#jobs/start-check.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';

const never = new AbortController().signal;

/** Checks with the real gate; what was said, by level 40 (warn) and above. */
async function check(desk: FaultyDesk): Promise<string[]> {
  const said: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const gate = makeGate(gateTime(() => performance.now(), 1));
  await checkPermissions({ ...desk.context, gate, log }, JOBS, never);
  return said;
}

const answers = (desk: FaultyDesk) =>
  new Map(permissionCheck(desk.db)?.actions.map(({ action, answer }) => [action, answer]));

test('every action is tried once, without looking anything up, and nothing is said when all are allowed', async () => {
  const desk = await openFaultyDesk();
  expect(await check(desk)).toEqual([]);
  expect(new Set(answers(desk).values())).toEqual(new Set(['allowed']));
  const ec2 = desk.standIn.requests.filter((request) => request.service === 'ec2');
  expect(ec2.every((request) => request.params.DryRun === 'true')).toBe(true);
  const actions = desk.standIn.requests.map((request) => request.action);
  expect(new Set(actions).size).toBe(actions.length);
});

test('each that is not allowed is named in a line of its own, with what will not work, and kept', async () => {
  const desk = await openFaultyDesk();
  const denied = ['DescribeSpotPriceHistory', 'GetProducts'];
  for (const action of denied)
    desk.standIn.faults.add({ action, kind: 'denied', times: Number.POSITIVE_INFINITY });
  expect((await check(desk)).sort()).toEqual([
    'ec2:DescribeSpotPriceHistory is not allowed, so spot-price, spot-history will not work: npm run iam-policy prints the policy',
    'pricing:GetProducts is not allowed, so on-demand-price will not work: npm run iam-policy prints the policy',
  ]);
  expect(answers(desk).get('pricing:GetProducts')).toBe('denied');
  expect(answers(desk).get('ec2:DescribeRegions')).toBe('allowed');
});

test.each(['throttle', 'reset', 'status503', 'auth'] as const)(
  'a %s says nothing about permissions',
  async (kind) => {
    const desk = await openFaultyDesk();
    desk.standIn.faults.add({ kind, times: Number.POSITIVE_INFINITY });
    expect(await check(desk)).toEqual([]);
    expect(new Set(answers(desk).values())).toEqual(new Set(['unknown']));
  },
);

test('a start that is stopped meanwhile keeps nothing', async () => {
  const desk = await openFaultyDesk();
  await checkPermissions(desk.context, JOBS, AbortSignal.abort());
  expect(permissionCheck(desk.db)).toBeUndefined();
});
