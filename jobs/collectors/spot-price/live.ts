import type { Db } from '#db/client.ts';
import { type PriceSet, publishPrices } from '#db/queries/publish-prices.ts';
import { countLiveSeries } from '#db/queries/series-counts.ts';
import { cutCoverage, listCoverage, newestErrors, setWantedFrom, type Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { HOUR, MINUTE, SPOT_HISTORY } from '#lib/domain/time.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { hasShrunk } from '../../pipeline/shrink.ts';
import { eachRegion, evaluateLook, report } from '../../pipeline/targets.ts';
import { fetchSpotPrices, OVERLAP, priceSet, spotQuestion } from './fetch.ts';

/** After a longer silence the present comes first and the back-fill closes the hole. */
const LONGEST_CATCH_UP = 6 * HOUR;

/** The present price of every watched pool, in every watched region. */
export const spotPriceJob: Job = {
  name: 'spot-price',
  intervalMs: COLLECTOR_INTERVALS_MS['spot-price'],
  deadlineMs: 2 * MINUTE,
  actions: ['ec2:DescribeSpotPriceHistory'],
  requires: ['region', 'instance-type'],
  sequel: 'spot-history',
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const question = spotQuestion(context);
  const counts = { records: 0, changes: 0, pools: 0, quarantined: 0 };
  const results = await eachRegion(
    context,
    'spot-price',
    question,
    async (target, region): Promise<TargetResult> => {
      const askedAt = context.clock.now();
      takeBackFuture(context.db, target, askedAt);
      const from = pollFrom(context.db, target, askedAt);
      const answer = await fetchSpotPrices(context, region, question, { from });
      // The answer speaks for the time until it was asked for: what came during the call belongs to the next poll.
      const span = { from, to: Math.max(from, askedAt) };
      const set = guardShrink(
        context,
        target,
        priceSet(context, target.id, region, question, answer, span, 'now'),
      );
      const published = publishPrices(context.db, set, (setId) =>
        evaluateLook(context, { setId, collector: 'spot-price', region, look: set.look }),
      );
      if (target.wantedFrom === null)
        setWantedFrom(context.db, target.id, set.look.collectedAt - SPOT_HISTORY);
      counts.records += answer.items;
      counts.quarantined += answer.quarantined;
      counts.changes += published.changes;
      counts.pools += published.seriesCount;
      return set.look.completeness;
    },
  );
  return report(results, counts);
}

/** A clock that ran ahead has claimed to know what had not happened yet; within the overlap it does not matter. */
function takeBackFuture(db: Db, target: Target, now: number): void {
  const knownTo = listCoverage(db, target.id).at(-1)?.to ?? now;
  if (knownTo > now + OVERLAP) cutCoverage(db, target.id, now);
}

/** Where a poll starts: at the end of what is known, or at the present when that is too long ago. */
function pollFrom(db: Db, target: Target, now: number): number {
  const knownTo = listCoverage(db, target.id).at(-1)?.to;
  if (knownTo === undefined || knownTo < now - LONGEST_CATCH_UP) return now;
  return knownTo - OVERLAP;
}

/** How often in a row a shrunk market is taken for a broken answer before it is believed. */
const DOUBTED = 2;
const SHRUNK = 'suspicious shrink';

/**
 * A market does not vanish between two polls. An answer with a fifth of the live pools is taken for a broken one
 * twice; the third of its kind in a row is believed, whatever else went wrong before.
 */
function guardShrink(run: RunContext, target: Target, set: PriceSet): PriceSet {
  const live = countLiveSeries(run.db, set.kind, set.region, set.asked);
  if (set.look.completeness !== 'complete' || !hasShrunk(set.series.length, live)) return set;
  const before = newestErrors(run.db, target.id, 'spot-price', DOUBTED);
  if (before.length === DOUBTED && before.every((text) => text?.startsWith(SHRUNK))) return set;
  return {
    ...set,
    look: {
      ...set.look,
      completeness: 'partial',
      outcome: 'failed',
      errorClass: 'schema',
      errorText: `${SHRUNK}: ${set.series.length} pools where ${live} were live`,
    },
  };
}
