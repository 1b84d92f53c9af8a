import {
  type CapacityBlock,
  type CapacityBlockStatus,
  type CapacityReservation,
  DescribeCapacityBlockStatusCommand,
  DescribeCapacityBlocksCommand,
  DescribeCapacityReservationsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { zoneIdsByName } from '#db/queries/places.ts';
import type { Block, BlockStatus, Reservation } from '#lib/reservations/holdings.ts';
import { type Page, requireArray } from '../../aws/call.ts';
import type { RunContext } from '../../context.ts';
import { type Listing, type Reading, readListing } from '../../pipeline/listing.ts';
import { readBlock, readReservation, readStatus } from './parse.ts';

/** What the three calls brought, added up as one listing. */
export type Fetched = Omit<Listing<never>, 'kept'> & {
  blocks: Block[];
  statuses: BlockStatus[];
  reservations: Reservation[];
};

const PAGE = 1000;

/**
 * Asks a region for blocks, their health and reservations. A call that fails leaves what the others brought.
 * @throws what the first call came to, when none brought anything
 */
export async function fetchHoldings(context: RunContext, region: string): Promise<Fetched> {
  const zoneIds = zoneIdsByName(context.db, region);
  const ask = <I, T>(
    action: string,
    page: (client: EC2Client, token: string | undefined, signal: AbortSignal) => Promise<Page<I>>,
    read: (item: I) => Reading<T>,
  ) =>
    attempt<T>(context, action, () => readListing<I, T>(context, pager(context, region, action, page), read));
  const reservations = await ask(RESERVATIONS, reservationPage, (item) => readReservation(item, zoneIds));
  const blocks = await ask(BLOCKS, blockPage, (item) => readBlock(item, zoneIds));
  // Health is told of blocks alone: an account without one need not be asked for it.
  const statuses = blocks.kept.length > 0 ? await ask(STATUS, statusPage, readStatus) : NOTHING;
  const parts = [reservations, blocks, statuses];
  const failed = parts.find((part) => part.error !== undefined);
  if (failed !== undefined && reservations.pages + blocks.pages === 0) throw failed.error;
  return {
    blocks: blocks.kept,
    statuses: statuses.kept,
    reservations: reservations.kept,
    pages: total(parts, (part) => part.pages),
    items: total(parts, (part) => part.items),
    quarantined: total(parts, (part) => part.quarantined),
    why: parts.find((part) => part.why !== undefined)?.why,
    error: failed?.error,
  };
}

const RESERVATIONS = 'DescribeCapacityReservations';
const BLOCKS = 'DescribeCapacityBlocks';
const STATUS = 'DescribeCapacityBlockStatus';
const NOTHING = { kept: [], pages: 0, items: 0, quarantined: 0, why: undefined, error: undefined };

type Part = Omit<Listing<unknown>, 'kept'>;
const total = (parts: readonly Part[], count: (part: Part) => number) =>
  parts.reduce((sum, part) => sum + count(part), 0);

async function attempt<T>(
  context: RunContext,
  action: string,
  work: () => Promise<Listing<T>>,
): Promise<Listing<T>> {
  try {
    return await work();
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.log.warn({ action, err: error }, 'one of three calls about reservations failed');
    return { ...NOTHING, kept: [], error };
  }
}

type PageOf<I> = (client: EC2Client, token: string | undefined, abortSignal: AbortSignal) => Promise<Page<I>>;

function pager<I>(context: RunContext, region: string, action: string, page: PageOf<I>) {
  const what = { service: 'ec2', action, region };
  return (token: string | undefined) =>
    context.gate.call(what, context.signal, (abortSignal) =>
      page(context.aws.ec2(region), token, abortSignal),
    );
}

const reservationPage: PageOf<CapacityReservation> = async (client, NextToken, abortSignal) => {
  const command = new DescribeCapacityReservationsCommand({ MaxResults: PAGE, NextToken });
  const answer = await client.send(command, { abortSignal });
  const items = requireArray(answer.CapacityReservations, 'capacityReservationSet');
  return { items, nextToken: answer.NextToken };
};

const blockPage: PageOf<CapacityBlock> = async (client, NextToken, abortSignal) => {
  const command = new DescribeCapacityBlocksCommand({ MaxResults: PAGE, NextToken });
  const answer = await client.send(command, { abortSignal });
  return { items: requireArray(answer.CapacityBlocks, 'capacityBlockSet'), nextToken: answer.NextToken };
};

const statusPage: PageOf<CapacityBlockStatus> = async (client, NextToken, abortSignal) => {
  const command = new DescribeCapacityBlockStatusCommand({ MaxResults: PAGE, NextToken });
  const answer = await client.send(command, { abortSignal });
  const items = requireArray(answer.CapacityBlockStatuses, 'capacityBlockStatusSet');
  return { items, nextToken: answer.NextToken };
};
