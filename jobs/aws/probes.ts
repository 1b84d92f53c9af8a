import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeAvailabilityZonesCommand,
  DescribeCapacityBlockOfferingsCommand,
  DescribeCapacityBlockStatusCommand,
  DescribeCapacityBlocksCommand,
  DescribeCapacityReservationsCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  DescribeSpotPriceHistoryCommand,
  GetCapacityManagerSupportabilityScoresCommand,
  GetSpotPlacementScoresCommand,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { SearchTrainingPlanOfferingsCommand } from '@aws-sdk/client-sagemaker';
import { DescribeSavingsPlansOfferingRatesCommand } from '@aws-sdk/client-savingsplans';
import {
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
} from '@aws-sdk/client-service-quotas';
import { MINUTE } from '#lib/domain/time.ts';
import type { AwsClients } from './clients.ts';

/** What a probe is given: the clients, the region to ask in, the time, and the signal that ends it. */
type ProbeInput = { aws: AwsClients; region: string; now: number; abortSignal: AbortSignal };

/** The cheapest call that tells whether an action is allowed; `service` and `action` are those of the gate. */
export type Probe = {
  service: string;
  action: string;
  /** Asked there, whatever is watched. */
  isGlobal?: true;
  send(input: ProbeInput): Promise<unknown>;
};

// EC2 answers a dry run with an error of its own: DryRunOperation, or that it is not allowed. Nothing is looked up.
const DryRun = true;
const SHORT = { ServiceCode: 'ec2', MaxResults: 1 };
const H100 = { InstanceType: 'p5.48xlarge', InstanceCount: 1, CapacityDurationHours: 24 };
const TYPES = ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];
const ONE_HERE = {
  MarketType: 'on-demand' as const,
  CapacityAmount: 1,
  CapacityUnit: 'instances' as const,
  CapacityAvailabilityZoneIds: ['use1-az1'],
  InstanceTypes: ['p5.48xlarge'],
};
/** A metric that every account has; one data point at most. */
const VCPU_USE = {
  Namespace: 'AWS/Usage',
  MetricName: 'ResourceCount',
  Dimensions: Object.entries({ Service: 'EC2', Type: 'Resource', Resource: 'vCPU', Class: 'P/OnDemand' }).map(
    ([Name, Value]) => ({ Name, Value }),
  ),
};

type Ec2 = ReturnType<AwsClients['ec2']>;

const ec2 = (
  action: string,
  send: (client: Ec2, signal: { abortSignal: AbortSignal }) => Promise<unknown>,
): Probe => ({
  service: 'ec2',
  action,
  send: ({ aws, region, abortSignal }) => send(aws.ec2(region), { abortSignal }),
});

/** One for every action that any job declares. */
export const PROBES: readonly Probe[] = [
  { ...ec2('DescribeRegions', (c, s) => c.send(new DescribeRegionsCommand({ DryRun }), s)), isGlobal: true },
  ec2('DescribeAvailabilityZones', (c, s) => c.send(new DescribeAvailabilityZonesCommand({ DryRun }), s)),
  ec2('DescribeInstanceTypes', (c, s) => c.send(new DescribeInstanceTypesCommand({ DryRun }), s)),
  ec2('DescribeInstanceTypeOfferings', (c, s) =>
    c.send(new DescribeInstanceTypeOfferingsCommand({ DryRun }), s),
  ),
  ec2('DescribeSpotPriceHistory', (c, s) => c.send(new DescribeSpotPriceHistoryCommand({ DryRun }), s)),
  ec2('DescribeCapacityBlockOfferings', (c, s) =>
    c.send(new DescribeCapacityBlockOfferingsCommand({ DryRun, ...H100 }), s),
  ),
  ec2('DescribeCapacityBlocks', (c, s) => c.send(new DescribeCapacityBlocksCommand({ DryRun }), s)),
  ec2('DescribeCapacityBlockStatus', (c, s) => c.send(new DescribeCapacityBlockStatusCommand({ DryRun }), s)),
  ec2('DescribeCapacityReservations', (c, s) =>
    c.send(new DescribeCapacityReservationsCommand({ DryRun }), s),
  ),
  {
    ...ec2('GetSpotPlacementScores', (c, s) =>
      c.send(new GetSpotPlacementScoresCommand({ DryRun, InstanceTypes: TYPES, TargetCapacity: 1 }), s),
    ),
    isGlobal: true,
  },
  ec2('GetCapacityManagerSupportabilityScores', (c, s) =>
    c.send(new GetCapacityManagerSupportabilityScoresCommand({ DryRun, ...ONE_HERE }), s),
  ),
  {
    service: 'pricing',
    action: 'GetProducts',
    isGlobal: true,
    send: ({ aws, abortSignal }) =>
      aws
        .pricing()
        .send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 }), { abortSignal }),
  },
  {
    service: 'savingsplans',
    action: 'DescribeSavingsPlansOfferingRates',
    isGlobal: true,
    send: ({ aws, abortSignal }) =>
      aws
        .savingsPlans()
        .send(new DescribeSavingsPlansOfferingRatesCommand({ maxResults: 1 }), { abortSignal }),
  },
  {
    service: 'service-quotas',
    action: 'ListServiceQuotas',
    send: ({ aws, region, abortSignal }) =>
      aws.serviceQuotas(region).send(new ListServiceQuotasCommand(SHORT), { abortSignal }),
  },
  {
    service: 'service-quotas',
    action: 'ListAWSDefaultServiceQuotas',
    send: ({ aws, region, abortSignal }) =>
      aws.serviceQuotas(region).send(new ListAWSDefaultServiceQuotasCommand(SHORT), { abortSignal }),
  },
  {
    service: 'service-quotas',
    action: 'ListRequestedServiceQuotaChangeHistory',
    send: ({ aws, region, abortSignal }) =>
      aws
        .serviceQuotas(region)
        .send(new ListRequestedServiceQuotaChangeHistoryCommand(SHORT), { abortSignal }),
  },
  {
    service: 'cloudwatch',
    action: 'GetMetricData',
    send: ({ aws, region, now, abortSignal }) => {
      const MetricStat = { Metric: VCPU_USE, Period: 60, Stat: 'Maximum' };
      const command = new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'use', MetricStat }],
        StartTime: new Date(now - MINUTE),
        EndTime: new Date(now),
      });
      return aws.cloudWatch(region).send(command, { abortSignal });
    },
  },
  {
    service: 'sagemaker',
    action: 'SearchTrainingPlanOfferings',
    send: ({ aws, region, abortSignal }) => {
      const command = new SearchTrainingPlanOfferingsCommand({
        InstanceType: 'ml.p5.48xlarge',
        InstanceCount: 1,
        DurationHours: 24,
        TargetResources: ['training-job'],
      });
      return aws.sageMaker(region).send(command, { abortSignal });
    },
  },
];
