import {
  type EC2Client,
  GetCapacityManagerSupportabilityScoresCommand,
  GetSpotPlacementScoresCommand,
  type GetSpotPlacementScoresCommandInput,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { DAY, ec2For, NOW, refusalOf, standInFor } from '../testing/clients.ts';

const P_TYPES = ['p4d.24xlarge', 'p5.48xlarge', 'p5en.48xlarge'];
const G_TYPES = ['g5.xlarge', 'g6.xlarge', 'g4dn.xlarge'];

const ask = async (client: EC2Client, input: Partial<GetSpotPlacementScoresCommandInput> = {}) => {
  const own = { TargetCapacity: 4, InstanceTypes: P_TYPES, ...input };
  return (await client.send(new GetSpotPlacementScoresCommand(own))).SpotPlacementScores ?? [];
};

const refused = async (client: EC2Client, input: object) =>
  (await refusalOf(ask(client, input as Partial<GetSpotPlacementScoresCommandInput>))).name;

describe('spot placement scores', () => {
  test('the ten best regions, whichever endpoint is asked', async () => {
    const standIn = await standInFor();
    const scores = await ask(ec2For(standIn, { region: 'eu-north-1' }));
    expect(scores).toHaveLength(10);
    expect(scores.every(({ Score = 0 }) => Score >= 1 && Score <= 10)).toBe(true);
    expect(scores.every((score) => score.AvailabilityZoneId === undefined)).toBe(true);
    expect(await ask(ec2For(standIn, { region: 'us-east-1' }))).toEqual(scores);
  });

  test('zones by their IDs when one zone has to do', async () => {
    const scores = await ask(ec2For(await standInFor()), {
      RegionNames: ['us-west-2'],
      SingleAvailabilityZone: true,
    });
    expect(scores.length).toBeGreaterThan(1);
    expect(scores.every((score) => /^usw2-az\d$/.test(score.AvailabilityZoneId ?? ''))).toBe(true);
  });

  test('fewer than three distinct types always score low', async () => {
    const client = ec2For(await standInFor());
    const many = await ask(client, { InstanceTypes: G_TYPES });
    const one = await ask(client, { InstanceTypes: ['g5.xlarge', 'g5.xlarge', 'g6.xlarge'] });
    expect(Math.max(...one.map(({ Score = 0 }) => Score))).toBeLessThanOrEqual(3);
    expect(Math.max(...many.map(({ Score = 0 }) => Score))).toBeGreaterThan(5);
  });

  test('larger targets and scarcer chips score lower', async () => {
    const client = ec2For(await standInFor());
    const mean = async (input: Partial<GetSpotPlacementScoresCommandInput>) => {
      const RegionNames = ['us-east-1', 'us-east-2', 'us-west-2'];
      const scores = await ask(client, { RegionNames, ...input });
      return scores.reduce((sum, { Score = 0 }) => sum + Score, 0) / scores.length;
    };
    const inference = await mean({ InstanceTypes: G_TYPES });
    expect(inference).toBeGreaterThan(await mean({}));
    expect(inference).toBeGreaterThan(await mean({ InstanceTypes: G_TYPES, TargetCapacity: 5000 }));
    expect(inference).toBe(
      await mean({ InstanceTypes: G_TYPES, TargetCapacity: 16, TargetCapacityUnitType: 'vcpu' }),
    );
  });

  test('types may be described instead of named', async () => {
    const client = ec2For(await standInFor());
    const requirements = {
      VCpuCount: { Min: 1 },
      MemoryMiB: { Min: 1 },
      AcceleratorCount: { Min: 8 },
      AllowedInstanceTypes: ['p4d*', 'p5*'],
    };
    const described = {
      InstanceTypes: undefined,
      InstanceRequirementsWithMetadata: { InstanceRequirements: requirements },
    };
    expect(await ask(client, described as object)).toHaveLength(10);
    expect(await refused(client, { ...described, InstanceTypes: P_TYPES })).toBe(
      'InvalidParameterCombination',
    );
    expect(await refused(client, { InstanceTypes: undefined })).toBe('MissingParameter');
  });

  test('what the model does not allow is refused by name', async () => {
    const client = ec2For(await standInFor());
    const regions = [
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
    ];
    const eleven = [...regions, 'eu-north-1', 'ap-south-1', 'sa-east-1', 'eu-central-1'];
    expect(await refused(client, { RegionNames: eleven })).toBe('InvalidParameterValue');
    expect(await refused(client, { TargetCapacity: 0 })).toBe('InvalidParameterValue');
    expect(await refused(client, { TargetCapacity: 2_000_000_001 })).toBe('InvalidParameterValue');
    expect(await refused(client, { MaxResults: 9 })).toBe('InvalidParameterValue');
    expect(await refused(client, { InstanceTypes: ['p9.xlarge'] })).toBe('InvalidParameterValue');
    expect(await refused(client, { RegionNames: ['mars-1'] })).toBe('InvalidParameterValue');
  });

  test('a new account cannot ask for much', async () => {
    const client = ec2For(await standInFor(), { accessKeyId: 'AKIANEW1' });
    expect(await refused(client, { TargetCapacity: 1000 })).toBe('InvalidParameterValue');
    expect(await refused(client, { TargetCapacity: 10 })).toBe('no error');
  });
});

describe('the limit of new configurations', () => {
  const config = (TargetCapacity: number) => ({ TargetCapacity });

  test('the eleventh in 24 hours is refused, known ones go on, and a day later there is room', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    for (let target = 1; target <= 10; target += 1)
      expect(await refused(client, config(target))).toBe('no error');
    expect(await refused(client, config(11))).toBe('MaxConfigLimitExceeded');
    expect(await refused(client, config(3))).toBe('no error');
    expect(await refused(client, { ...config(3), MaxResults: 50 })).toBe('no error');
    await expect(ask(client, config(12))).rejects.toThrow(
      'You can retry configurations that you used within the last 24 hours',
    );
    const other = ec2For(standIn, { accessKeyId: 'AKIAOTHER' });
    expect(await refused(other, config(11))).toBe('no error');
    standIn.setNow(() => NOW + DAY + 1000);
    expect(await refused(client, config(11))).toBe('no error');
  });

  test('one asked for every hour stays known for ever', async () => {
    const standIn = await standInFor();
    const client = ec2For(standIn);
    for (let hour = 0; hour < 60; hour += 12) {
      standIn.setNow(() => NOW + hour * 3_600_000);
      expect(await refused(client, config(1))).toBe('no error');
    }
    for (let target = 2; target <= 11; target += 1)
      expect(await refused(client, config(target))).toBe('no error');
    expect(await refused(client, config(12))).toBe('MaxConfigLimitExceeded');
    expect(await refused(client, config(1))).toBe('no error');
  });
});

describe('supportability scores of Capacity Manager', () => {
  const input = {
    MarketType: 'on-demand' as const,
    CapacityAmount: 1,
    CapacityUnit: 'instances' as const,
    CapacityAvailabilityZoneIds: ['use1-az1', 'use1-az2', 'usw2-az2'],
    InstanceTypes: ['p5.48xlarge', 'g5.xlarge', 'trn2.48xlarge'],
  };

  test('are for the Unified Operations plan alone', async () => {
    const standIn = await standInFor();
    const call = (accessKeyId: string) =>
      refusalOf(
        ec2For(standIn, { accessKeyId }).send(new GetCapacityManagerSupportabilityScoresCommand(input)),
      );
    expect(await call('AKIAANY')).toEqual({ name: 'UnauthorizedOperation', status: 403 });
    expect((await call('AKIAUNIFIED1')).name).toBe('no error');
  });

  test('score every type in every zone, and all together at least as high as the best', async () => {
    const client = ec2For(await standInFor(), { accessKeyId: 'AKIAUNIFIED1' });
    const answer = await client.send(new GetCapacityManagerSupportabilityScoresCommand(input));
    const scores = answer.CapacityManagerSupportabilityScores ?? [];
    expect(scores).toHaveLength(9);
    const of = (type: string) =>
      scores.filter((score) => score.InstanceType === type).map((score) => score.Score);
    expect(of('trn2.48xlarge')).toEqual(['unsupported', 'unsupported', 'unsupported']);
    expect(of('g5.xlarge')).toContain('high');
    expect(answer.AggregateScore).toBe('high');
    const huge = await client.send(
      new GetCapacityManagerSupportabilityScoresCommand({ ...input, CapacityAmount: 1_000_000 }),
    );
    expect(huge.AggregateScore).toBe('low');
  });

  test('refuses more than ten zones and fifty types', async () => {
    const client = ec2For(await standInFor(), { accessKeyId: 'AKIAUNIFIED1' });
    const call = async (own: object) =>
      (await refusalOf(client.send(new GetCapacityManagerSupportabilityScoresCommand({ ...input, ...own }))))
        .name;
    const zones = [1, 2, 3, 4, 5, 6].map((zone) => `use1-az${zone}`);
    expect(
      await call({
        CapacityAvailabilityZoneIds: [...zones, ...zones.map((zone) => zone.replace('1-', '2-'))],
      }),
    ).toBe('InvalidParameterValue');
    expect(await call({ InstanceTypes: Array.from({ length: 51 }, (_, index) => `t${index}.large`) })).toBe(
      'InvalidParameterValue',
    );
    expect(await call({ CapacityAvailabilityZoneIds: ['mars1-az1'] })).toBe('InvalidParameterValue');
  });
});
