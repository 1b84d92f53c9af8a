import { DescribeRegionsCommand, DescribeSpotPriceHistoryCommand } from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { describe, expect, test } from 'vitest';
import { Buckets, TokenBucket } from './aws/buckets.ts';
import { readAwsRequest } from './aws/request.ts';
import { ec2For, pricingFor, refusalOf, standInFor } from './testing/clients.ts';

const signed = (service: string, region = 'us-east-1'): string =>
  `AWS4-HMAC-SHA256 Credential=AKIAHAND/20260301/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;

describe('credentials', () => {
  test('an unsigned call is refused in the form of its protocol', async () => {
    const { url } = await standInFor();
    const ec2 = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'DescribeRegions' }),
    });
    expect(ec2.status).toBe(403);
    expect(await ec2.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    expect(ec2.headers.get('x-amzn-requestid')).toBeTruthy();
    const headers = { 'x-amz-target': 'AWSPriceListService.GetProducts' };
    const pricing = await fetch(url, { method: 'POST', body: '{}', headers });
    expect(await pricing.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('an expired key and a bad key are refused everywhere', async () => {
    const standIn = await standInFor();
    const regions = (accessKeyId: string) =>
      refusalOf(ec2For(standIn, { accessKeyId }).send(new DescribeRegionsCommand({})));
    const products = (accessKeyId: string) =>
      refusalOf(
        pricingFor(standIn, { accessKeyId }).send(new GetProductsCommand({ ServiceCode: 'AmazonEC2' })),
      );
    expect((await regions('AKIAEXPIRED1')).name).toBe('RequestExpired');
    expect((await products('AKIAEXPIRED1')).name).toBe('ExpiredTokenException');
    expect(await regions('AKIABADKEY1')).toEqual({ name: 'AuthFailure', status: 401 });
    expect((await products('AKIABADKEY1')).name).toBe('UnrecognizedClientException');
  });

  test('an unknown action is InvalidAction', async () => {
    const { url } = await standInFor();
    const body = new URLSearchParams({ Action: 'RunInstances', Version: '2016-11-15' });
    const answer = await fetch(url, { method: 'POST', body, headers: { authorization: signed('ec2') } });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>InvalidAction</Code>');
  });

  test('names the account behind a key, always the same', async () => {
    const { url } = await standInFor();
    const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
    const ask = async () =>
      (await fetch(url, { method: 'POST', body, headers: { authorization: signed('sts') } })).text();
    const account = /<Account>(\d{12})<\/Account>/;
    expect(account.exec(await ask())?.[1]).toBe(account.exec(await ask())?.[1]);
  });
});

describe('token buckets', () => {
  test('a bucket gives its burst and then refills at its rate', () => {
    let now = 0;
    const bucket = new TokenBucket({ burst: 10, perSecond: 5 }, () => now);
    const taken = () => Array.from({ length: 20 }, () => bucket.take()).filter(Boolean).length;
    expect(taken()).toBe(10);
    now = 1000;
    expect(taken()).toBe(5);
    now = 100_000;
    expect(taken()).toBe(10);
  });

  test('each region and action has a bucket of its own', () => {
    const buckets = new Buckets(() => 0);
    const request = (action: string, region: string) =>
      readAwsRequest({ authorization: signed('ec2', region) }, `Action=${action}&Version=2016-11-15`);
    for (let call = 0; call < 100; call += 1) buckets.check(request('DescribeRegions', 'us-east-1'));
    expect(() => buckets.check(request('DescribeRegions', 'us-east-1'))).toThrow('Request limit exceeded.');
    expect(() => buckets.check(request('DescribeRegions', 'us-west-2'))).not.toThrow();
    expect(() => buckets.check(request('DescribeAvailabilityZones', 'us-east-1'))).not.toThrow();
  });

  test('the SDK sees RequestLimitExceeded with 503 and ThrottlingException with 400', async () => {
    const standIn = await standInFor({ throttle: true });
    const ec2 = ec2For(standIn);
    const input = { InstanceTypes: ['p5.48xlarge' as const], StartTime: new Date() };
    const calls = Array.from({ length: 160 }, () =>
      refusalOf(ec2.send(new DescribeSpotPriceHistoryCommand(input))),
    );
    expect(await Promise.all(calls)).toContainEqual({ name: 'RequestLimitExceeded', status: 503 });
    const pricing = pricingFor(standIn);
    const asks = Array.from({ length: 30 }, () =>
      refusalOf(pricing.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 }))),
    );
    expect(await Promise.all(asks)).toContainEqual({ name: 'ThrottlingException', status: 400 });
  });
});
