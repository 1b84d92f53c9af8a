import { DescribeRegionsCommand, DescribeSpotPriceHistoryCommand } from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import { ec2For, NOW, pricingFor, refusalOf, standInFor } from '../testing/clients.ts';

const regions = async (standIn: StandIn, accessKeyId?: string) => {
  const options = accessKeyId === undefined ? {} : { accessKeyId };
  return (await refusalOf(ec2For(standIn, options).send(new DescribeRegionsCommand({})))).name;
};

async function lever(standIn: StandIn, body?: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(
    `${standIn.url}/_stand-in/scenario`,
    body === undefined ? {} : { method: 'POST', body },
  );
  return { status: answer.status, text: await answer.text() };
}

const switchTo = (standIn: StandIn, name: string) => lever(standIn, JSON.stringify({ name }));

describe('a scenario about the account', () => {
  test('expired credentials refuse every caller of every service, until they are renewed', async () => {
    const standIn = await standInFor({ scenario: 'expired-credentials' });
    const products = async () =>
      (
        await refusalOf(
          pricingFor(standIn).send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 })),
        )
      ).name;
    expect(await regions(standIn)).toBe('RequestExpired');
    expect(await regions(standIn, 'AKIAANOTHER')).toBe('RequestExpired');
    expect(await products()).toBe('ExpiredTokenException');
    expect((await switchTo(standIn, 'calm')).status).toBe(200);
    expect([await regions(standIn), await products()]).toEqual(['no error', 'no error']);
  });

  test('an account without quota sees the same market, under the same names of zones', async () => {
    const standIn = await standInFor();
    const look = async () => {
      const command = new DescribeSpotPriceHistoryCommand({
        InstanceTypes: ['p5.48xlarge'],
        StartTime: new Date(NOW),
      });
      return (await ec2For(standIn).send(command)).SpotPriceHistory;
    };
    const before = await look();
    await switchTo(standIn, 'zero-quota-account');
    expect(await look()).toEqual(before);
    expect(before?.length).toBeGreaterThan(10);
  });

  test('an account whose allowance is used up is throttled everywhere, three times of four', async () => {
    const standIn = await standInFor({ scenario: 'throttled-account' });
    const seen = [];
    for (let call = 0; call < 8; call += 1) seen.push(await regions(standIn));
    expect(seen.filter((name) => name === 'RequestLimitExceeded')).toHaveLength(6);
    const priced = await refusalOf(
      pricingFor(standIn, { maxAttempts: 1 })
        .send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 }))
        .then(() => pricingFor(standIn).send(new GetProductsCommand({ ServiceCode: 'AmazonEC2' }))),
    );
    expect(priced.name).toBe('ThrottlingException');
  });
});

describe('switching the scenario', () => {
  test('ends its faults and keeps those that were added by hand', async () => {
    const standIn = await standInFor({ scenario: 'captive-portal' });
    standIn.faults.add({ kind: 'denied', times: 1, service: 'ec2' });
    await switchTo(standIn, 'empty');
    expect(standIn.faults.list().map((fault) => fault.kind)).toEqual(['denied', 'empty-set']);
    expect(await regions(standIn)).toBe('UnauthorizedOperation');
    expect(await regions(standIn)).toBe('no error');
  });

  test('leaves the market to its story, which goes on under any faults', async () => {
    const standIn = await standInFor({ scenario: 'scarcity' });
    expect((await switchTo(standIn, 'throttled')).text).toBe(
      '{"scenario":"throttled","market":"scarcity"}\n',
    );
    expect((await switchTo(standIn, 'scarcity')).status).toBe(200);
    expect((await switchTo(standIn, 'calm')).text).toBe('{"scenario":"calm","market":"scarcity"}\n');
  });

  test('cannot begin a story in a running market, and says what can', async () => {
    const standIn = await standInFor({ scenario: 'bad-record' });
    const answer = await switchTo(standIn, 'type-launch');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('--scenario type-launch');
    expect((await lever(standIn)).text).toBe('{"scenario":"bad-record","market":"calm"}\n');
    expect(standIn.faults.list()).toHaveLength(1);
  });

  test.each([
    ['{"name":"doom"}', 'doom'],
    ['{"name":7}', 'name: 7'],
    ['[]', 'name: nothing'],
    ['{', 'JSON'],
  ])('refuses %s by name', async (body, words) => {
    const answer = await lever(await standInFor(), body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
  });
});
