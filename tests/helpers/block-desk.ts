import { type CapacityBlockOffering, DescribeCapacityBlockOfferingsCommand } from '@aws-sdk/client-ec2';
import type { Db } from '#db/client.ts';
import { type CapacitySettings, DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { DEFAULT_SOURCES } from '#lib/config/sources.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { type FaultyDesk, openFaultyDesk } from './faulty-desk.ts';

/** Where the tests' only block type is sold; its first zone in this account. */
export const EAST = 'us-east-1';

type Input = ConstructorParameters<typeof DescribeCapacityBlockOfferingsCommand>[0];
export type Script = (input: Input, region: string) => readonly CapacityBlockOffering[] | Error;

export type BlockDesk = FaultyDesk & {
  /** What AWS answers from now on. */
  answer(script: Script): void;
  /** What AWS was asked, oldest first. */
  asked: Input[];
  sweep(): Promise<{ state: string }>;
  /** Some minutes later. */
  later(minutes: number): Promise<{ state: string }>;
};

type Setup = { capacity?: Partial<CapacitySettings>; types?: string[]; regions?: string[]; db?: Db };

/** A desk that is sold one type in one region, and a market that the test writes answer by answer. */
export async function openBlockDesk(setup: Setup = {}): Promise<BlockDesk> {
  const { capacity = {}, types = ['p5.48xlarge'], regions = [EAST], db } = setup;
  const desk = await openFaultyDesk({ types, regions, ...(db === undefined ? {} : { db }) });
  const grid = { counts: [1], durationsHours: [48, 168] };
  desk.context.sources = { ...DEFAULT_SOURCES, capacity: { ...DEFAULT_CAPACITY, grid, ...capacity } };
  const asked: Input[] = [];
  let script: Script = () => [];
  const real = desk.context.aws;
  const ec2 = (region: string) => ({
    send: async (command: unknown, options: unknown) => {
      if (!(command instanceof DescribeCapacityBlockOfferingsCommand))
        return real.ec2(region).send(command as never, options as never);
      asked.push(command.input);
      const answer = script(command.input, region);
      (options as { abortSignal?: AbortSignal }).abortSignal?.throwIfAborted();
      if (answer instanceof Error) throw answer;
      return { CapacityBlockOfferings: answer, $metadata: {} };
    },
  });
  desk.context.aws = { ...real, ec2: ec2 as unknown as typeof real.ec2 };
  const sweep = () => desk.run('capacity-block');
  return Object.assign(desk, {
    asked,
    sweep,
    answer: (next: Script) => {
      script = next;
    },
    later: (minutes: number) => {
      desk.pass(minutes * MINUTE);
      return sweep();
    },
  });
}

/** The offer of a question as the SDK hands it over: the whole duration from `startAt` on, unless it ends earlier. */
export function block(
  input: Input,
  startAt: number,
  fields: { endAt?: number; usdPerHour?: number } & Partial<CapacityBlockOffering> = {},
): CapacityBlockOffering {
  const { CapacityDurationHours: hours = 24, InstanceType, InstanceCount = 1 } = input;
  const { endAt = startAt + hours * HOUR, usdPerHour = 40, ...rest } = fields;
  const delivered = (endAt - startAt) / HOUR;
  return {
    CapacityBlockOfferingId: `cb-${Math.abs(startAt % 1e9)}-${ids++}`,
    InstanceType: InstanceType as string,
    InstanceCount,
    AvailabilityZone: 'us-east-1a',
    StartDate: new Date(startAt),
    EndDate: new Date(endAt),
    CapacityBlockDurationHours: Math.floor(delivered),
    CapacityBlockDurationMinutes: Math.round((delivered % 1) * 60),
    UpfrontFee: (usdPerHour * InstanceCount * delivered).toFixed(2),
    CurrencyCode: 'USD',
    Tenancy: 'default',
    ...rest,
  };
}

let ids = 0;

/** A failure as the SDK throws it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

export const LIMIT = awsError(
  'CapacityBlockDescribeLimitExceeded',
  "You've reached the limit for this account",
);

/** Answers one duration, and nothing to the others. */
export function only(
  hours: number,
  answer: (input: Input) => readonly CapacityBlockOffering[] | Error,
): Script {
  return (input) => (input.CapacityDurationHours === hours ? answer(input) : []);
}
