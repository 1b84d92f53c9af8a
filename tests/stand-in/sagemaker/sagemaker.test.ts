import {
  SearchTrainingPlanOfferingsCommand,
  type SearchTrainingPlanOfferingsCommandInput,
  type TrainingPlanOffering,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../index.ts';
import { DAY, NOW, refusalOf, sagemakerFor, standInFor } from '../testing/clients.ts';

type Input = SearchTrainingPlanOfferingsCommandInput;

const ASKED: Input = {
  InstanceType: 'ml.p4d.24xlarge',
  InstanceCount: 2,
  DurationHours: 168,
  TargetResources: ['training-job'],
};

async function plans(standIn: StandIn, input: Partial<Input> = {}, region = 'us-east-1') {
  const { TrainingPlanOfferings } = await sagemakerFor(standIn, { region }).send(
    new SearchTrainingPlanOfferingsCommand({ ...ASKED, ...input }),
  );
  return TrainingPlanOfferings ?? [];
}

const instanceHours = ({ ReservedCapacityOfferings = [] }: TrainingPlanOffering): number =>
  ReservedCapacityOfferings.reduce(
    (sum, part) =>
      sum +
      (((part.EndTime?.getTime() ?? 0) - (part.StartTime?.getTime() ?? 0)) / 3_600_000) *
        (part.InstanceCount ?? 0),
    0,
  );

/** A month of searches, a day apart. */
async function month(standIn: StandIn, input: Partial<Input> = {}): Promise<TrainingPlanOffering[]> {
  const found: TrainingPlanOffering[] = [];
  for (let day = 0; day < 30; day += 1) {
    standIn.setNow(() => NOW + day * DAY);
    found.push(...(await plans(standIn, input)));
  }
  return found;
}

describe('training plans', () => {
  test('cost a quarter to a third more than the block rate, over all their parts', async () => {
    const offers = await month(await standInFor());
    expect(offers.length).toBeGreaterThan(10);
    const hourly = offers.map((offer) => Number(offer.UpfrontFee) / instanceHours(offer));
    expect(Math.min(...hourly)).toBeGreaterThan(11.8 * 1.249);
    expect(Math.max(...hourly)).toBeLessThan(11.8 * 1.301);
    expect(offers.every((offer) => offer.CurrencyCode === 'USD')).toBe(true);
  });

  test('some are two stretches with days between them and one fee', async () => {
    const offers = await month(await standInFor());
    const parted = offers.filter((offer) => (offer.ReservedCapacityOfferings?.length ?? 0) > 1);
    expect(parted.length).toBeGreaterThan(0);
    expect(parted.length).toBeLessThan(offers.length);
    const [first, second] = parted[0]?.ReservedCapacityOfferings ?? [];
    expect((second?.StartTime?.getTime() ?? 0) - (first?.EndTime?.getTime() ?? 0)).toBeGreaterThanOrEqual(
      DAY,
    );
    expect(first).toMatchObject({
      InstanceType: 'ml.p4d.24xlarge',
      InstanceCount: 2,
      ReservedCapacityType: 'Instance',
    });
    expect(first?.AvailabilityZone).toMatch(/^us-east-1[a-f]$/);
  });

  test('end at 11:30 UTC, and the one that begins at once is shorter than asked', async () => {
    const offers = await month(await standInFor());
    const ends = offers.flatMap((offer) => offer.ReservedCapacityOfferings ?? []).map((part) => part.EndTime);
    expect(ends.every((end) => end?.toISOString().endsWith('T11:30:00.000Z'))).toBe(true);
    const short = offers.filter((offer) => (offer.DurationHours ?? 0) < 168);
    expect(short.length).toBeGreaterThan(0);
    expect(short.length).toBeLessThan(offers.length);
  });

  test('differ by what they are for, and keep to the window asked for', async () => {
    const standIn = await standInFor();
    const starts = async (target: 'endpoint' | 'hyperpod-cluster') =>
      (await month(standIn, { TargetResources: [target] })).map((offer) => {
        expect(offer.TargetResources).toEqual([target]);
        return offer.TrainingPlanOfferingId;
      });
    expect(await starts('endpoint')).not.toEqual(await starts('hyperpod-cluster'));
    standIn.setNow(() => NOW);
    const window = { StartTimeAfter: new Date(NOW + 5 * DAY), EndTimeBefore: new Date(NOW + 20 * DAY) };
    for (const offer of await plans(standIn, window)) {
      const parts = offer.ReservedCapacityOfferings ?? [];
      expect(parts[0]?.StartTime?.getTime()).toBeGreaterThanOrEqual(NOW + 5 * DAY);
      expect(parts.at(-1)?.EndTime?.getTime()).toBeLessThanOrEqual(NOW + 20 * DAY);
      expect(offer.RequestedStartTimeAfter).toEqual(window.StartTimeAfter);
    }
  });

  test('an UltraServer is sold whole, in its Local Zone', async () => {
    const input = {
      InstanceType: undefined,
      InstanceCount: undefined,
      UltraServerType: 'ml.u-p6e-gb200x72',
      UltraServerCount: 1,
    };
    const offers = await month(await standInFor(), input);
    expect(offers.length).toBeGreaterThan(0);
    expect(offers[0]?.ReservedCapacityOfferings?.[0]).toMatchObject({
      ReservedCapacityType: 'UltraServer',
      UltraServerType: 'ml.u-p6e-gb200x72',
      InstanceCount: 18,
      AvailabilityZone: 'us-east-1-dfw-2a',
    });
  });

  test('a type the region does not have is an empty list, not an error', async () => {
    expect(await plans(await standInFor(), { InstanceType: 'ml.trn2.48xlarge' })).toEqual([]);
  });
});

describe('refusals', () => {
  test.each([
    ['a type that does not exist', { InstanceType: 'ml.p9.48xlarge' }, {}, 'ValidationException'],
    ['no instances', { InstanceCount: 0 }, {}, 'ValidationException'],
    ['too many instances', { InstanceCount: 257 }, {}, 'ValidationException'],
    ['an unknown target', { TargetResources: ['notebook'] }, {}, 'ValidationException'],
    ['a plan that is not ours', { TrainingPlanArn: 'arn:aws:sagemaker:x' }, {}, 'ResourceNotFound'],
    ['no quota', {}, { accessKeyId: 'AKIAZEROQUOTA1' }, 'ResourceLimitExceeded'],
    ['a region without training plans', {}, { region: 'eu-west-3' }, 'UnknownOperationException'],
    ['a region that is not enabled', {}, { region: 'ca-west-1' }, 'UnrecognizedClientException'],
    ['an expired key', {}, { accessKeyId: 'AKIAEXPIRED1' }, 'ExpiredTokenException'],
  ])('%s', async (_, input, options, name) => {
    const client = sagemakerFor(await standInFor(), options);
    const asked = { ...ASKED, ...input } as Input;
    expect((await refusalOf(client.send(new SearchTrainingPlanOfferingsCommand(asked)))).name).toBe(name);
  });

  test('say which type or count it was', async () => {
    const client = sagemakerFor(await standInFor());
    const asked = client.send(new SearchTrainingPlanOfferingsCommand({ ...ASKED, InstanceCount: 0 }));
    await expect(asked).rejects.toThrow('Invalid instance count 0 for instance type ml.p4d.24xlarge');
  });
});
