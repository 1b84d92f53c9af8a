import { publishObservation } from '#db/queries/publish-look.ts';
import { ownAccounts, saveHoldings } from '#db/queries/reservations.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { combine } from '#lib/reservations/holdings.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { lookOfListing } from '../../pipeline/listing.ts';
import { eachRegion, evaluateLook, report } from '../../pipeline/targets.ts';
import { fetchHoldings } from './fetch.ts';

const NAME = 'reservation';

/** The Capacity Blocks and reservations of the account: what is held, how much of it is used, and when it ends. */
export const reservationJob: Job = {
  name: NAME,
  intervalMs: COLLECTOR_INTERVALS_MS[NAME],
  deadlineMs: 2 * MINUTE,
  actions: [
    'ec2:DescribeCapacityReservations',
    'ec2:DescribeCapacityBlocks',
    'ec2:DescribeCapacityBlockStatus',
  ],
  requires: ['region'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const counts = { held: 0, changes: 0 };
  const results = await eachRegion(
    context,
    NAME,
    { key: 'holdings' },
    async (target, region): Promise<TargetResult> => {
      const fetched = await fetchHoldings(context, region);
      const accounts = new Set([...ownAccounts(context.db), ...(await configuredAccount(context, region))]);
      const holdings = combine({ ...fetched, accounts });
      const look = await lookOfListing(context, region, fetched, holdings.length > 0 ? 'value' : 'none');
      const complete = look.completeness === 'complete';
      publishObservation(
        context.db,
        { id: target.id, intervalMs: context.sources.cadence[NAME] },
        look,
        () => {
          const changes = saveHoldings(context.db, { region, holdings, complete }, look.collectedAt);
          counts.changes += changes;
          return changes;
        },
        (setId) => evaluateLook(context, { setId, collector: NAME, region, look }),
      );
      counts.held += holdings.length;
      return look.completeness;
    },
  );
  return report(results, counts);
}

/** The account that the credentials name: most providers do, the instance role of a machine does not. */
async function configuredAccount(context: RunContext, region: string): Promise<string[]> {
  const { accountId } = await context.aws.ec2(region).config.credentials();
  return accountId === undefined ? [] : [accountId];
}
