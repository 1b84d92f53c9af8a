import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SavingsplansClient } from '@aws-sdk/client-savingsplans';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { afterEach } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../index.ts';

/** The recorded market lies beside the checkout and is never part of it. */
export const RECORDED = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
export const recordedIsHere = existsSync(RECORDED);
export const recordedTitle = (what: string): string =>
  recordedIsHere ? what : `${what} (skipped: no recorded data at ../shared/data)`;

export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const DAY = 86_400_000;

const open: { close(): Promise<void> }[] = [];
const clients: { destroy(): void }[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

/** A stand-in that ends with its test: seeded market, fixed clock, no throttling unless told. */
export async function standInFor(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const standIn = await startStandIn({
    source: { kind: 'market', seed: 7 },
    now: () => NOW,
    throttle: false,
    ...options,
  });
  open.push(standIn);
  return standIn;
}

interface ClientOptions {
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly maxAttempts?: number;
}

const clientConfig = (standIn: StandIn, options: ClientOptions) => ({
  endpoint: standIn.url,
  region: options.region ?? 'us-east-1',
  credentials: { accessKeyId: options.accessKeyId ?? 'AKIATESTING', secretAccessKey: 'secret' },
  maxAttempts: options.maxAttempts ?? 1,
});

export function ec2For(standIn: StandIn, options: ClientOptions = {}): EC2Client {
  const client = new EC2Client(clientConfig(standIn, options));
  clients.push(client);
  return client;
}

export function pricingFor(standIn: StandIn, options: ClientOptions = {}): PricingClient {
  const client = new PricingClient(clientConfig(standIn, options));
  clients.push(client);
  return client;
}

function ended<T extends { destroy(): void }>(client: T): T {
  clients.push(client);
  return client;
}

export const quotasFor = (standIn: StandIn, options: ClientOptions = {}): ServiceQuotasClient =>
  ended(new ServiceQuotasClient(clientConfig(standIn, options)));

export const cloudwatchFor = (standIn: StandIn, options: ClientOptions = {}): CloudWatchClient =>
  ended(new CloudWatchClient(clientConfig(standIn, options)));

export const savingsPlansFor = (standIn: StandIn, options: ClientOptions = {}): SavingsplansClient =>
  ended(new SavingsplansClient(clientConfig(standIn, options)));

export const sagemakerFor = (standIn: StandIn, options: ClientOptions = {}): SageMakerClient =>
  ended(new SageMakerClient(clientConfig(standIn, options)));

/** What a call was refused with, as the SDK tells it. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  return { name: 'no error', status: undefined };
}
