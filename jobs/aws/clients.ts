import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { PRICING_REGIONS } from '#lib/domain/region.ts';

/** The AWS clients of one process: one per region, made when first asked for. */
export type AwsClients = {
  ec2(region: string): EC2Client;
  /** Price List hosts exist in few regions, and the SDK does not know which: the client is pinned to one. */
  pricing(): PricingClient;
  destroy(): void;
};

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

export function makeAwsClients(requestTimeoutMs = 15_000): AwsClients {
  const shared = settings(requestTimeoutMs);
  const ec2 = new Map<string, EC2Client>();
  let pricing: PricingClient | undefined;
  return {
    ec2(region) {
      const client = ec2.get(region) ?? new EC2Client({ region, ...shared });
      ec2.set(region, client);
      return client;
    },
    pricing() {
      pricing ??= new PricingClient({ region: PRICING_REGIONS[0], ...shared });
      return pricing;
    },
    destroy() {
      for (const client of ec2.values()) client.destroy();
      pricing?.destroy();
    },
  };
}
