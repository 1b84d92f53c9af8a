import {
  type CapacityBlockOffering,
  DescribeCapacityBlocksCommand,
  DescribeCapacityReservationsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { askBlocks, blockKey, blocksOf } from '../testing/blocks.ts';
import { ec2For, refusalOf, standInFor } from '../testing/clients.ts';
import type { Fault } from './fault.ts';

async function clientUnder(fault: Fault) {
  const standIn = await standInFor();
  standIn.faults.add({ times: Infinity, ...fault });
  return ec2For(standIn);
}

const offersUnder = async (fault: Fault): Promise<CapacityBlockOffering[] | undefined> =>
  (await askBlocks(await clientUnder(fault))).CapacityBlockOfferings;

describe('faults on Capacity Blocks', () => {
  test.each([
    ['throttle', 'CapacityBlockDescribeLimitExceeded', 400],
    ['denied', 'UnauthorizedOperation', 403],
    ['status503', 'Unavailable', 503],
  ] as const)('%s is seen as %s', async (kind, name, status) => {
    expect(await refusalOf(offersUnder({ kind }))).toEqual({ name, status });
  });

  test('throttling of what an account holds is the ordinary one', async () => {
    const client = await clientUnder({ kind: 'throttle' });
    const calls = [
      client.send(new DescribeCapacityBlocksCommand({})),
      client.send(new DescribeCapacityReservationsCommand({})),
    ];
    for (const call of calls) expect((await refusalOf(call)).name).toBe('RequestLimitExceeded');
  });

  test('a renamed set is absent, an empty one is empty', async () => {
    expect(await offersUnder({ kind: 'renamed-set' })).toBeUndefined();
    expect(await offersUnder({ kind: 'empty-set' })).toEqual([]);
    const renamed = await clientUnder({ kind: 'renamed-set' });
    const blocks = await renamed.send(new DescribeCapacityBlocksCommand({}));
    expect(blocks.CapacityBlocks).toBeUndefined();
    const empty = await clientUnder({ kind: 'empty-set' });
    const reservations = await empty.send(new DescribeCapacityReservationsCommand({}));
    expect(reservations.CapacityReservations).toEqual([]);
    expect(reservations.NextToken).toBe('');
  });

  test('bad-price spoils one fee', async () => {
    const offers = await offersUnder({ kind: 'bad-price', value: 'NaN' });
    expect(offers?.map((offer) => offer.UpfrontFee).filter((fee) => fee === 'NaN')).toHaveLength(1);
  });

  test('bad-timestamp spoils a date', async () => {
    const seen = await offersUnder({ kind: 'bad-timestamp' }).then(
      (offers) =>
        offers?.some(({ StartDate }) => !(StartDate instanceof Date) || Number.isNaN(StartDate.getTime())),
      () => true,
    );
    expect(seen).toBe(true);
  });

  test('a truncated answer ends in the middle', async () => {
    const { url, faults } = await standInFor();
    faults.add({ kind: 'truncated' });
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAX/20260301/us-east-1/ec2/aws4_request, S=1',
    };
    const body = new URLSearchParams({
      Action: 'DescribeCapacityBlockOfferings',
      InstanceType: 'p5.48xlarge',
      InstanceCount: '1',
      CapacityDurationHours: '24',
    });
    const text = await (await fetch(url, { method: 'POST', headers, body })).text();
    expect(text).toContain('<capacityBlockOfferingSet><item>');
    expect(text).not.toContain('</capacityBlockOfferingSet>');
  });

  test('same-token never ends; empty and repeated pages lose nothing', async () => {
    const endless = await clientUnder({ kind: 'same-token' });
    const first = await askBlocks(endless, { MaxResults: 2 });
    const second = await askBlocks(endless, { MaxResults: 2, NextToken: first.NextToken });
    expect(first.NextToken).toBeTruthy();
    expect(second.NextToken).toBe(first.NextToken);
    const calm = (await blocksOf(ec2For(await standInFor()))).map(blockKey);
    for (const kind of ['empty-page', 'duplicate-page'] as const) {
      const offers = (await blocksOf(await clientUnder({ kind }), {}, 3)).map(blockKey);
      expect([...new Set(offers)]).toEqual(calm);
      expect(offers).toHaveLength(kind === 'empty-page' ? calm.length : 2 * calm.length);
    }
  });
});
