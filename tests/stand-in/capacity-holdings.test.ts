import {
  type CapacityBlockStatus,
  DescribeCapacityBlockExtensionOfferingsCommand,
  DescribeCapacityBlockStatusCommand,
  DescribeCapacityBlocksCommand,
  DescribeCapacityReservationsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { reservationsOf } from './testing/blocks.ts';
import { DAY, ec2For, NOW, refusalOf, standInFor } from './testing/clients.ts';

const HOUR = 3_600_000;

const blocks = async (client: EC2Client, input = {}) =>
  (await client.send(new DescribeCapacityBlocksCommand(input))).CapacityBlocks ?? [];
const reservations = async (client: EC2Client, input = {}) =>
  (await client.send(new DescribeCapacityReservationsCommand(input))).CapacityReservations ?? [];

describe('the blocks of an account', () => {
  test('one is always active, its successor paid or being paid, and old ones are remembered', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    for (let day = 0; day < 21; day += 1.3) {
      const now = NOW + day * DAY;
      standIn.setNow(() => now);
      const own = (await blocks(client)).filter((block) => block.UltraserverType === undefined);
      const active = own.filter((block) => block.State === 'active');
      expect(active).toHaveLength(1);
      expect(active[0]?.StartDate?.getTime()).toBeLessThanOrEqual(now);
      expect(active[0]?.EndDate?.getTime()).toBeGreaterThan(now);
      expect(own.some((block) => ['scheduled', 'payment-pending'].includes(block.State ?? ''))).toBe(true);
      expect(own.filter((block) => block.State === 'expired').length).toBeGreaterThanOrEqual(2);
      expect(own.length).toBeLessThan(9);
    }
  });

  test('each goes its way with the clock, and a declined payment ends it', async () => {
    const standIn = await standInFor();
    const ways = new Map<string, string[]>();
    for (const region of ['us-east-1', 'us-east-2', 'us-west-2']) {
      const client = ec2For(standIn, { region });
      for (let hour = 0; hour < 24 * 40; hour += 4) {
        standIn.setNow(() => NOW + hour * HOUR);
        for (const { CapacityBlockId = '', State = '' } of await blocks(client)) {
          const way = ways.get(CapacityBlockId) ?? [];
          if (way.at(-1) !== State) way.push(State);
          ways.set(CapacityBlockId, way);
        }
      }
    }
    const full = ['payment-pending', 'scheduled', 'active', 'expired'];
    const failed = ['payment-pending', 'payment-failed'];
    const seen = [...ways.values()].map((way) => way.join(' '));
    expect(seen).toContain(full.join(' '));
    expect(seen).toContain(failed.join(' '));
    // Any other is one of these two, cut off where we began or stopped to look.
    expect(seen.filter((way) => !full.join(' ').includes(way) && !failed.join(' ').includes(way))).toEqual(
      [],
    );
  });

  test('are the same for an account whenever it asks, and others for another', async () => {
    const standIn = await standInFor();
    const ids = async (accessKeyId: string) =>
      (await blocks(ec2For(standIn, { accessKeyId }))).map((block) => block.CapacityBlockId);
    const one = await ids('AKIAONE');
    expect(await ids('AKIAONE')).toEqual(one);
    expect((await ids('AKIATWO')).some((id) => one.includes(id))).toBe(false);
  });

  test('carry their dates, zone, reservation and tags, UltraServers their type', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const own = await blocks(client);
    for (const block of own) {
      expect(block.CapacityBlockId).toMatch(/^cb-[0-9a-f]{17}$/);
      expect(block.CapacityReservationIds?.[0]).toMatch(/^cr-[0-9a-f]{17}$/);
      expect(block.AvailabilityZoneId).toMatch(/^use1-/);
      expect(block.AvailabilityZone).toMatch(/^us-east-1/);
      expect(block.EndDate?.toISOString()).toContain('T11:30:00');
      expect(block.CreateDate?.getTime()).toBeLessThan(block.StartDate?.getTime() ?? 0);
      expect(block.Tags?.[0]?.Key).toBe('Name');
    }
    const ultra = own.filter((block) => block.UltraserverType !== undefined);
    expect(ultra.map((block) => block.AvailabilityZoneId)).toContain('use1-dfw2-az1');
  });

  test('are found by ID, state and zone; a stranger is not', async () => {
    const client = ec2For(await standInFor());
    const own = await blocks(client);
    const id = own[1]?.CapacityBlockId ?? '';
    expect((await blocks(client, { CapacityBlockIds: [id] })).map((block) => block.CapacityBlockId)).toEqual([
      id,
    ]);
    const filter = async (Name: string, Values: string[]) => blocks(client, { Filters: [{ Name, Values }] });
    expect(await filter('state', ['expired'])).toEqual(own.filter((block) => block.State === 'expired'));
    expect(await filter('availability-zone', ['us-east-1-dfw-*'])).toEqual(
      own.filter((block) => block.UltraserverType !== undefined),
    );
    const unknown = { CapacityBlockIds: ['cb-00000000000000000'] };
    expect((await refusalOf(blocks(client, unknown))).name).toBe('InvalidCapacityBlockId.NotFound');
    expect((await refusalOf(filter('colour', ['red']))).name).toBe('InvalidParameterValue');
  });
});

describe('the state of blocks', () => {
  const sum = (counts: Pick<CapacityBlockStatus, 'TotalAvailableCapacity' | 'TotalUnavailableCapacity'>) =>
    (counts.TotalAvailableCapacity ?? Number.NaN) + (counts.TotalUnavailableCapacity ?? Number.NaN);

  test('counts what is broken for the block and what is in use for its reservation', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const found: CapacityBlockStatus[] = [];
    for (let day = 0; day < 60; day += 1) {
      standIn.setNow(() => NOW + day * DAY);
      const answer = await client.send(new DescribeCapacityBlockStatusCommand({}));
      found.push(...(answer.CapacityBlockStatuses ?? []));
    }
    for (const status of found) {
      expect(sum(status)).toBe(status.TotalCapacity);
      expect(status.TotalUnavailableCapacity).toBe(status.InterconnectStatus === 'impaired' ? 1 : 0);
    }
    const inner = found.map((status) => status.CapacityReservationStatuses?.[0] ?? {});
    for (const status of inner) expect(sum(status)).toBe(status.TotalCapacity);
    expect(Math.max(...inner.map((status) => status.TotalUnavailableCapacity ?? 0))).toBeGreaterThan(2);
    expect([...new Set(found.map((status) => String(status.InterconnectStatus)))].sort()).toEqual([
      'impaired',
      'insufficient-data',
      'ok',
    ]);
  });

  test('is found by what the interconnect is like', async () => {
    const client = ec2For(await standInFor());
    const Filters = [{ Name: 'interconnect-status', Values: ['ok'] }];
    const answer = await client.send(new DescribeCapacityBlockStatusCommand({ Filters }));
    expect(answer.CapacityBlockStatuses?.length).toBeGreaterThan(0);
    expect(answer.CapacityBlockStatuses?.every((status) => status.InterconnectStatus === 'ok')).toBe(true);
  });
});

describe('reservations', () => {
  test('are those of the blocks, an ordinary one, and one another account shares', async () => {
    const client = ec2For(await standInFor());
    const held = await reservations(client);
    const ofBlocks = held.filter((entry) => entry.ReservationType === 'capacity-block');
    expect(ofBlocks.map((entry) => entry.CapacityBlockId)).toEqual(
      (await blocks(client)).map((block) => block.CapacityBlockId),
    );
    const owner = ofBlocks[0]?.OwnerId;
    const others = held.filter((entry) => entry.ReservationType === 'default');
    expect(others).toMatchObject([
      {
        OwnerId: owner,
        State: 'active',
        EndDateType: 'unlimited',
        InstanceMatchCriteria: 'open',
        TotalInstanceCount: 2,
      },
      { State: 'active', InstanceMatchCriteria: 'targeted', InstanceType: 'p4d.24xlarge' },
    ]);
    expect(others[1]?.OwnerId).not.toBe(owner);
    expect(others[1]?.CapacityReservationArn).toContain(`:${others[1]?.OwnerId}:capacity-reservation/cr-`);
  });

  test('count instances that are free and in use', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    const free = new Set<number>();
    for (let day = 0; day < 20; day += 1) {
      standIn.setNow(() => NOW + day * DAY);
      for (const entry of await reservations(client)) {
        const used = entry.CapacityAllocations?.[0]?.Count ?? 0;
        const { TotalInstanceCount: total = -1, AvailableInstanceCount: available = -1 } = entry;
        expect(available).toBe(entry.State === 'active' ? total - used : 0);
        if (entry.State === 'active') free.add(available);
      }
    }
    expect(free.size).toBeGreaterThan(3);
  });

  test('come in pages of any size, by ID and by filter', async () => {
    const client = ec2For(await standInFor());
    const whole = await reservationsOf(client);
    expect(await reservationsOf(client, 2)).toEqual(whole);
    const id = whole.at(-1)?.CapacityReservationId ?? '';
    expect(await reservations(client, { CapacityReservationIds: [id] })).toEqual(whole.slice(-1));
    const active = { Filters: [{ Name: 'state', Values: ['active'] }] };
    expect(await reservations(client, active)).toEqual(whole.filter((entry) => entry.State === 'active'));
    const stranger = reservations(client, { CapacityReservationIds: ['cr-00000000000000000'] });
    expect((await refusalOf(stranger)).name).toBe('InvalidCapacityReservationId.NotFound');
  });

  test('do not exist in a region where the account holds nothing', async () => {
    const client = ec2For(await standInFor(), { region: 'eu-west-1' });
    expect(await reservations(client)).toEqual([]);
    expect(await blocks(client)).toEqual([]);
  });
});

describe('extensions', () => {
  const ask = (client: EC2Client, id: string, hours = 24) =>
    client.send(
      new DescribeCapacityBlockExtensionOfferingsCommand({
        CapacityReservationId: id,
        CapacityBlockExtensionDurationHours: hours,
      }),
    );

  test('follow the end of an own block, now and then', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    let offered = 0;
    for (let day = 0; day < 14; day += 1) {
      standIn.setNow(() => NOW + day * DAY);
      const [own] = await blocks(client, { Filters: [{ Name: 'state', Values: ['active'] }] });
      const answer = await ask(client, own?.CapacityReservationIds?.[0] ?? '', 48);
      for (const extension of answer.CapacityBlockExtensionOfferings ?? []) {
        offered += 1;
        expect(extension.CapacityBlockExtensionStartDate).toEqual(own?.EndDate);
        expect(extension).toMatchObject({
          AvailabilityZoneId: own?.AvailabilityZoneId,
          StartDate: own?.StartDate,
          InstanceType: 'p5.48xlarge',
          InstanceCount: 4,
          CapacityBlockExtensionDurationHours: 48,
          UpfrontFee: (31.464 * 4 * 48).toFixed(6),
        });
      }
    }
    expect(offered).toBeGreaterThan(1);
    expect(offered).toBeLessThan(14);
  });

  test('are refused for what is not owned, and for a duration no block has', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    expect((await refusalOf(ask(client, 'cr-00000000000000000'))).name).toBe(
      'InvalidCapacityReservationId.NotFound',
    );
    const [own] = await blocks(client);
    const odd = ask(client, own?.CapacityReservationIds?.[0] ?? '', 30);
    expect((await refusalOf(odd)).name).toBe('InvalidParameterValue');
    const poor = ec2For(standIn, { accessKeyId: 'AKIAZEROQUOTA' });
    expect((await refusalOf(ask(poor, 'cr-0'))).name).toBe('CapacityBlockDescribeLimitExceeded');
  });
});
