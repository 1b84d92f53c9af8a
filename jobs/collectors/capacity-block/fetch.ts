import {
  type CapacityBlockOffering,
  DescribeCapacityBlockOfferingsCommand,
  type DescribeCapacityBlockOfferingsCommandInput,
} from '@aws-sdk/client-ec2';
import type { SeenOffer } from '#lib/capacity/episodes.ts';
import { type BlockQuestion, isUltraServer, latestEnd } from '#lib/capacity/question.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import type { RunContext } from '../../context.ts';
import { type Reading, readOffering } from './parse.ts';

/** All that was learnt by asking one question. */
export type Fetched = {
  offers: SeenOffer[];
  pages: number;
  items: number;
  /** Records set aside, and why the first of them was. */
  quarantined: number;
  why: string | undefined;
  /** What ended the answer before its last page. */
  error: unknown;
  /** AWS says that it does not sell this here at all. */
  notSold: boolean;
};

/** Asks one question, page by page. A failure after the first page leaves what the others brought; one before throws. */
export async function fetchOffers(
  context: RunContext,
  region: string,
  reading: Omit<Reading, 'now'>,
): Promise<Fetched> {
  const fetched: Fetched = {
    offers: [],
    pages: 0,
    items: 0,
    quarantined: 0,
    why: undefined,
    error: undefined,
    notSold: false,
  };
  const input = inputOf(reading.question, context.clock.now());
  try {
    await eachPage<CapacityBlockOffering>(
      async (NextToken) => {
        const command = new DescribeCapacityBlockOfferingsCommand({ ...input, NextToken });
        const what = { service: 'ec2', action: 'DescribeCapacityBlockOfferings', region };
        const answer = await context.gate.call(what, context.signal, (abortSignal) =>
          context.aws.ec2(region).send(command, { abortSignal }),
        );
        const items = requireArray(answer.CapacityBlockOfferings, 'capacityBlockOfferingSet');
        return { items, nextToken: answer.NextToken };
      },
      (page) => {
        fetched.pages++;
        for (const item of page) take(fetched, item, { ...reading, now: context.clock.now() });
      },
    );
  } catch (error) {
    if (isNotSold(error)) return { ...fetched, notSold: true };
    if (fetched.pages === 0) throw error;
    fetched.error = error;
  }
  return fetched;
}

function take(fetched: Fetched, item: unknown, reading: Reading): void {
  fetched.items++;
  const read = readOffering(item, reading);
  if ('offer' in read) fetched.offers.push(read.offer);
  else {
    fetched.quarantined++;
    fetched.why ??= read.refused;
  }
}

/** Local Zones are asked about whether opted into or not: a planner may still opt in. */
function inputOf(question: BlockQuestion, now: number): DescribeCapacityBlockOfferingsCommandInput {
  const { item, count, durationHours, startAfter } = question;
  const what = isUltraServer(item)
    ? { UltraserverType: item, UltraserverCount: count }
    : { InstanceType: item, InstanceCount: count };
  const end = latestEnd(question);
  return {
    ...what,
    CapacityDurationHours: durationHours,
    AllAvailabilityZones: true,
    // A start in the past is refused.
    ...(startAfter === undefined || startAfter <= now ? {} : { StartDateRange: new Date(startAfter) }),
    ...(end === undefined ? {} : { EndDateRange: new Date(end) }),
  };
}

/** "The instance type 'X' is not supported …": said of a type, never of a count or a date (EC2 sample code by AWS). */
function isNotSold(error: unknown): boolean {
  const { name, message = '' } = error as { name?: string; message?: string };
  return name === 'InvalidParameterValue' && /not supported/i.test(message);
}
