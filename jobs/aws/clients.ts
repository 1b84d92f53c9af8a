import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SavingsplansClient } from '@aws-sdk/client-savingsplans';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { PRICING_REGIONS } from '#lib/domain/region.ts';

/** The AWS clients of one process: one per service and region, made when first asked for. */
export type AwsClients = {
  ec2(region: string): EC2Client;
  /** Price List hosts exist in few regions, and the SDK does not know which: the client is pinned to one. */
  pricing(): PricingClient;
  serviceQuotas(region: string): ServiceQuotasClient;
  cloudWatch(region: string): CloudWatchClient;
  /** One global host, signed for us-east-1 whatever region is asked about. */
  savingsPlans(): SavingsplansClient;
  sageMaker(region: string): SageMakerClient;
  /** Where the public interruption rates are; no credentials are sent there. */
  advisorUrl: string;
  /** Forgets the clients and their credentials: the next ones look for credentials anew. */
  renew(): void;
  destroy(): void;
};

export type ClientOptions = {
  requestTimeoutMs?: number;
  /** Set where AWS is replaced by a stand-in: the public feed is read from there, too. */
  endpoint?: string | undefined;
};

const ADVISOR_HOST = 'https://spot-bid-advisor.s3.amazonaws.com';

/**
 * The SDK waits for ever by default, and `requestTimeout` alone only warns (measured): the throw has to be asked
 * for. Three attempts with the SDK's own back-off; every call carries an abort signal besides.
 */
const settings = (requestTimeout: number) =>
  ({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 5000, requestTimeout, throwOnRequestTimeout: true },
  }) as const;

export function makeAwsClients({ requestTimeoutMs = 15_000, endpoint }: ClientOptions = {}): AwsClients {
  // One answer of the chain for all clients, which would each ask for themselves; never the SDK's copy of the files.
  const freshChain = () => defaultProvider({ ignoreCache: true });
  const shared = { ...settings(requestTimeoutMs), credentials: freshChain() };
  const made = new Map<string, { destroy(): void }>();
  const perRegion =
    <T extends { destroy(): void }>(service: string, make: (region: string) => T) =>
    (region: string): T => {
      const key = `${service} ${region}`;
      const client = (made.get(key) as T | undefined) ?? make(region);
      made.set(key, client);
      return client;
    };
  const pricing = perRegion('pricing', (region) => new PricingClient({ region, ...shared }));
  const savingsPlans = perRegion('savingsplans', (region) => new SavingsplansClient({ region, ...shared }));
  return {
    ec2: perRegion('ec2', (region) => new EC2Client({ region, ...shared })),
    pricing: () => pricing(PRICING_REGIONS[0]),
    serviceQuotas: perRegion('service-quotas', (region) => new ServiceQuotasClient({ region, ...shared })),
    cloudWatch: perRegion('cloudwatch', (region) => new CloudWatchClient({ region, ...shared })),
    savingsPlans: () => savingsPlans('us-east-1'),
    sageMaker: perRegion('sagemaker', (region) => new SageMakerClient({ region, ...shared })),
    advisorUrl: `${endpoint ?? ADVISOR_HOST}/spot-advisor-data.json`,
    renew() {
      this.destroy();
      made.clear();
      shared.credentials = freshChain();
    },
    destroy() {
      for (const client of made.values()) client.destroy();
    },
  };
}
