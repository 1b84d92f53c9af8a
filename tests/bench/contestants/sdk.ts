import { DescribeSpotPriceHistoryCommand } from '@aws-sdk/client-ec2';
import { type AwsClients, makeAwsClients } from '#jobs/aws/clients.ts';
import { eachAtOnce } from '#jobs/pipeline/targets.ts';
import { type Listing, loadListings } from '../recording.ts';
import type { SdkMeasured } from '../results.ts';
import { Stopwatch } from '../stopwatch.ts';

/** The product's own number of listings under way at a time. */
const AT_ONCE = 6;

/** The limit of T0: the SDK alone receives the same pages and drops them. */
export async function sdk(folder: string): Promise<SdkMeasured> {
  const listings = loadListings(folder).filter((listing) => listing.step !== 'again');
  const aws = makeAwsClients();
  await receive(aws, listings.slice(0, Math.ceil(listings.length / 20)));
  const watch = new Stopwatch();
  let received = { pages: 0, items: 0 };
  await watch.time(async () => {
    received = await receive(aws, listings);
  });
  aws.destroy();
  return { seconds: watch.seconds, cpuSeconds: watch.cpuSeconds, ...received };
}

async function receive(aws: AwsClients, listings: readonly Listing[]) {
  const received = { pages: 0, items: 0 };
  await eachAtOnce(listings, AT_ONCE, async ({ region, input }) => {
    let NextToken: string | undefined;
    do {
      const answer = await aws.ec2(region).send(new DescribeSpotPriceHistoryCommand({ ...input, NextToken }));
      received.pages++;
      received.items += answer.SpotPriceHistory?.length ?? 0;
      NextToken = answer.NextToken;
    } while (NextToken);
  });
  return received;
}
