import {
  type CapacityBlockOffering,
  type CapacityReservation,
  DescribeCapacityBlockOfferingsCommand,
  type DescribeCapacityBlockOfferingsCommandInput,
  type EC2Client,
  paginateDescribeCapacityBlockOfferings,
  paginateDescribeCapacityReservations,
} from '@aws-sdk/client-ec2';

export type BlockInput = DescribeCapacityBlockOfferingsCommandInput;

/** The question most tests ask. */
export const P5_DAY: BlockInput = {
  InstanceType: 'p5.48xlarge',
  InstanceCount: 1,
  CapacityDurationHours: 24,
};

export const askBlocks = (client: EC2Client, input: Partial<BlockInput> = {}) =>
  client.send(new DescribeCapacityBlockOfferingsCommand({ ...P5_DAY, ...input }));

export async function blocksOf(
  client: EC2Client,
  input: Partial<BlockInput> = {},
  pageSize = 1000,
): Promise<CapacityBlockOffering[]> {
  const found: CapacityBlockOffering[] = [];
  const asked = { ...P5_DAY, ...input };
  for await (const page of paginateDescribeCapacityBlockOfferings({ client, pageSize }, asked)) {
    found.push(...(page.CapacityBlockOfferings ?? []));
  }
  return found;
}

export async function reservationsOf(client: EC2Client, pageSize = 1000): Promise<CapacityReservation[]> {
  const found: CapacityReservation[] = [];
  for await (const page of paginateDescribeCapacityReservations({ client, pageSize }, {})) {
    found.push(...(page.CapacityReservations ?? []));
  }
  return found;
}

/** What makes an offer the same offer: its ID never is. */
export const blockKey = (offer: CapacityBlockOffering): string =>
  [
    offer.AvailabilityZone,
    offer.StartDate?.toISOString(),
    offer.EndDate?.toISOString(),
    offer.UpfrontFee,
  ].join(' ');
