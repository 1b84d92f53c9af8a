import {
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  DescribeSpotPriceHistoryCommand,
  type DescribeSpotPriceHistoryCommandOutput,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  ec2For,
  NOW,
  pricingFor,
  RECORDED,
  recordedIsHere,
  refusalOf,
  standInFor,
} from '../testing/clients.ts';
import { historyOf, recordKey, seriesKey } from '../testing/history.ts';
import { type Fault, Faults } from './fault.ts';

const INPUT = {
  InstanceTypes: ['p5.48xlarge' as const],
  ProductDescriptions: ['Linux/UNIX' as const],
  StartTime: new Date(NOW - 2 * DAY),
};

async function spotUnder(fault: Fault): Promise<DescribeSpotPriceHistoryCommandOutput> {
  const standIn = await standInFor();
  standIn.faults.add(fault);
  return ec2For(standIn).send(new DescribeSpotPriceHistoryCommand({ ...INPUT }));
}

const refusedUnder = (fault: Fault) => refusalOf(spotUnder(fault));

describe('refusals', () => {
  test.each([
    ['throttle', 'RequestLimitExceeded', 503],
    ['denied', 'UnauthorizedOperation', 403],
    ['auth', 'AuthFailure', 401],
    ['not-enabled', 'AuthFailure', 401],
    ['opt-in', 'OptInRequired', 401],
    ['status500', 'InternalError', 500],
    ['status503', 'Unavailable', 503],
  ] as const)('%s is seen as %s', async (kind, name, status) => {
    expect(await refusedUnder({ kind })).toEqual({ name, status });
  });

  test('pricing speaks its own codes', async () => {
    const standIn = await standInFor();
    const call = () =>
      refusalOf(
        pricingFor(standIn).send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 2 })),
      );
    standIn.faults.add({ service: 'pricing', kind: 'denied' });
    standIn.faults.add({ service: 'pricing', kind: 'throttle' });
    expect((await call()).name).toBe('AccessDeniedException');
    expect((await call()).name).toBe('ThrottlingException');
    expect((await call()).name).toBe('no error');
  });
});

describe('answers that are wrong although they arrive', () => {
  test('html, an empty body and an error document with 200 hold no set', async () => {
    for (const kind of ['html', 'empty', 'error-with-200'] as const) {
      const answer = await spotUnder({ kind }).catch((error: unknown) => error);
      expect((answer as DescribeSpotPriceHistoryCommandOutput).SpotPriceHistory).toBeUndefined();
    }
  });

  test('a renamed set leaves the known one out', async () => {
    expect((await spotUnder({ kind: 'renamed-set' })).SpotPriceHistory).toBeUndefined();
  });

  test('an empty set is a valid answer of nothing', async () => {
    const answer = await spotUnder({ kind: 'empty-set' });
    expect(answer.SpotPriceHistory).toEqual([]);
    expect(answer.NextToken).toBe('');
  });

  test('a truncated document does not parse, or lacks its end', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'truncated' });
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAX/20260301/us-east-1/ec2/aws4_request, S=1',
    };
    const body = new URLSearchParams({ Action: 'DescribeSpotPriceHistory', 'InstanceType.1': 'p5.48xlarge' });
    const text = await (await fetch(standIn.url, { method: 'POST', headers, body })).text();
    expect(text).toContain('<item>');
    expect(text).not.toContain('</DescribeSpotPriceHistoryResponse>');
  });

  test.each(['abc', '', '-1', '1e9', '0.1.2', 'NaN'])(
    'bad-price puts "%s" into one record',
    async (value) => {
      const { SpotPriceHistory = [] } = await spotUnder({ kind: 'bad-price', value });
      expect(SpotPriceHistory.filter((item) => item.SpotPrice === value)).toHaveLength(1);
      expect(SpotPriceHistory.length).toBeGreaterThan(10);
    },
  );

  test('bad-timestamp spoils one record', async () => {
    const seen = await spotUnder({ kind: 'bad-timestamp' }).then(
      (answer) =>
        answer.SpotPriceHistory?.some(
          (item) => !(item.Timestamp instanceof Date) || Number.isNaN(item.Timestamp.getTime()),
        ),
      () => true,
    );
    expect(seen).toBe(true);
  });
});

describe('listings that never end, repeat or have holes', () => {
  test('same-token gives every page the same token', async () => {
    const standIn = await standInFor();
    standIn.faults.add({ kind: 'same-token', times: Infinity });
    const client = ec2For(standIn);
    const first = await client.send(new DescribeSpotPriceHistoryCommand({ ...INPUT, MaxResults: 5 }));
    const second = await client.send(
      new DescribeSpotPriceHistoryCommand({ ...INPUT, MaxResults: 5, NextToken: first.NextToken }),
    );
    expect(first.NextToken).toBeTruthy();
    expect(second.NextToken).toBe(first.NextToken);
  });

  test('empty-page and duplicate-page lose nothing to a client that goes on', async () => {
    const calm = (await historyOf(ec2For(await standInFor()), INPUT, 7)).map(recordKey).sort();
    for (const kind of ['empty-page', 'duplicate-page'] as const) {
      const standIn = await standInFor();
      standIn.faults.add({ kind, times: Infinity });
      const items = (await historyOf(ec2For(standIn), INPUT, 7)).map(recordKey);
      expect([...new Set(items)].sort()).toEqual(calm);
      expect(items).toHaveLength(kind === 'empty-page' ? calm.length : calm.length * 2);
      expect(standIn.requests.length).toBeGreaterThanOrEqual(2 * Math.ceil(calm.length / 7));
    }
  });
});

describe('connections', () => {
  test('cut and reset look like a broken connection', async () => {
    for (const kind of ['cut', 'reset'] as const) {
      const refusal = await refusedUnder({ kind });
      expect(refusal.name).not.toBe('no error');
      expect(['TypeError', 'SyntaxError']).not.toContain(refusal.name);
    }
  });

  test('hang and drip give no answer until the caller gives up', async () => {
    for (const kind of ['hang', 'drip'] as const) {
      const standIn = await standInFor();
      standIn.faults.add({ kind });
      const abort = new AbortController();
      const call = ec2For(standIn).send(new DescribeRegionsCommand({}), { abortSignal: abort.signal });
      const refusal = refusalOf(call);
      await expect.poll(() => standIn.requests.length).toBe(1);
      abort.abort();
      expect((await refusal).name).toBe('AbortError');
    }
  });

  test('delay answers late and well', async () => {
    const started = performance.now();
    const answer = await spotUnder({ kind: 'delay', ms: 30 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(25);
    expect(answer.SpotPriceHistory?.length).toBeGreaterThan(0);
  });
});

describe('which request a fault hits', () => {
  const target = (region: string, action = 'DescribeRegions') => ({ service: 'ec2', action, region });

  test('the one that matches, after those to skip, as often as told', () => {
    const faults = new Faults();
    const added = faults.add({ kind: 'throttle', region: 'us-west-2', skip: 1, times: 2 });
    const hit = (region: string) => faults.choose(target(region)).fault !== undefined;
    expect(['us-east-1', 'us-west-2', 'us-west-2', 'us-west-2', 'us-west-2'].map(hit)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(added.hits).toBe(2);
  });

  test('delays add to the fault that follows', () => {
    const faults = new Faults();
    faults.add({ kind: 'delay', ms: 20 });
    faults.add({ kind: 'denied', ms: 5 });
    expect(faults.choose(target('us-east-1'))).toMatchObject({ delayMs: 25, fault: { kind: 'denied' } });
  });

  test('none after it was removed', () => {
    const faults = new Faults();
    faults.add({ kind: 'throttle', times: Infinity }).remove();
    expect(faults.choose(target('us-east-1')).fault).toBeUndefined();
  });
});

describe('levers over HTTP', () => {
  test('adds, lists and clears faults, and shows what was asked', async () => {
    const standIn = await standInFor();
    const lever = (method: string, body?: unknown) =>
      fetch(`${standIn.url}/_stand-in/faults`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    expect((await lever('POST', [{ kind: 'denied', times: 'Infinity', region: 'us-east-1' }])).status).toBe(
      200,
    );
    const regions = () => refusalOf(ec2For(standIn).send(new DescribeRegionsCommand({})));
    expect((await regions()).name).toBe('UnauthorizedOperation');
    await lever('DELETE');
    expect((await regions()).name).toBe('no error');
    const asked = (await (await fetch(`${standIn.url}/_stand-in/requests`)).json()) as { requests: object[] };
    expect(asked.requests).toMatchObject([
      { service: 'ec2', action: 'DescribeRegions', region: 'us-east-1', status: 403 },
      { status: 200 },
    ]);
  });

  test('says what it does not accept', async () => {
    const { url } = await standInFor();
    const answer = await fetch(`${url}/_stand-in/faults`, { method: 'POST', body: '{"kind":"explode"}' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('explode');
  });
});

describe('scenarios', () => {
  test('one region is denied and the others are not', async () => {
    const standIn = await standInFor({ scenario: 'denied-region' });
    const zones = (region: string) =>
      refusalOf(ec2For(standIn, { region }).send(new DescribeAvailabilityZonesCommand({})));
    expect((await zones('eu-west-1')).name).toBe('UnauthorizedOperation');
    expect((await zones('us-east-1')).name).toBe('no error');
  });

  test('throttled still lets a retrying client through', async () => {
    const standIn = await standInFor({ scenario: 'throttled' });
    const client = ec2For(standIn, { maxAttempts: 3 });
    expect((await client.send(new DescribeRegionsCommand({}))).Regions?.length).toBeGreaterThan(10);
    expect((await client.send(new DescribeRegionsCommand({}))).Regions?.length).toBeGreaterThan(10);
  });

  test.each(['not-enabled-region', 'captive-portal', 'bad-record', 'empty', 'region-outage', 'sparse-pages'])(
    '%s starts',
    async (scenario) => {
      const standIn = await standInFor({ scenario });
      expect(standIn.faults.list()).toHaveLength(1);
    },
  );

  test('an unknown one is refused by name', async () => {
    await expect(standInFor({ scenario: 'doom' })).rejects.toThrow('doom');
  });
});

test.skipIf(!recordedIsHere)('faults work over a replay too', async () => {
  const standIn = await standInFor({
    source: { kind: 'replay', dir: RECORDED },
    now: () => Date.parse('2023-06-01T00:00:00Z'),
    scenario: 'sparse-pages',
    pageSize: 50,
  });
  const items = await historyOf(ec2For(standIn), { StartTime: new Date('2023-06-01') });
  expect(items.length).toBeGreaterThan(100);
  expect(new Set(items.map(seriesKey)).size).toBe(items.length);
});
