import { DescribeInstanceTypeOfferingsCommand, type InstanceTypeOffering } from '@aws-sdk/client-ec2';
import { listTypeNames } from '#db/queries/instance-types.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import { countOfferings, saveOfferings } from '#db/queries/type-offerings.ts';
import { looksAccelerated } from '#lib/catalogue/families.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { requireArray } from '../../aws/call.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { doubtShrink, lookOfListing, readListing } from '../../pipeline/listing.ts';
import { eachRegion, evaluateLook, report } from '../../pipeline/targets.ts';
import { type Offering, readOffering } from './parse.ts';

const NAME = 'type-offering';

/** In which zones each accelerator type is sold at all, and what comes and goes. */
export const typeOfferingJob: Job = {
  name: NAME,
  intervalMs: COLLECTOR_INTERVALS_MS[NAME],
  deadlineMs: 5 * MINUTE,
  actions: ['ec2:DescribeInstanceTypeOfferings'],
  requires: ['region', 'instance-type'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const isAsked = askedTypes(context);
  const counts = { offerings: 0, changes: 0 };
  // The patterns and not the types they match today: a type that AWS adds is news, not another question.
  const key = `zones of ${[...context.watch.types].sort().join(',') || 'accelerators'}`;
  const results = await eachRegion(context, NAME, { key }, async (target, region): Promise<TargetResult> => {
    const listing = await readListing<InstanceTypeOffering, Offering>(
      context,
      (token) => fetchPage(context, region, token),
      (item) => readOffering(item, isAsked),
    );
    const seen = listing.kept;
    // What is not in the list of all that is offered is not sold.
    const outcome = seen.length > 0 ? 'value' : 'not_sold';
    const listed = await lookOfListing(context, region, listing, outcome);
    const known = countOfferings(context.db, region, isAsked);
    const look = doubtShrink(context, target, listed, { seen: seen.length, known, what: 'offerings' });
    const answer = {
      region,
      seen,
      isAsked,
      complete: look.completeness === 'complete',
      // The first look that saw everything is what all later ones are compared with.
      tells: target.lastCompleteAt !== null,
    };
    publishObservation(
      context.db,
      { id: target.id, intervalMs: context.sources.cadence[NAME] },
      look,
      () => {
        const changes = saveOfferings(context.db, answer, look.collectedAt);
        counts.changes += changes;
        return changes;
      },
      (setId) => evaluateLook(context, { setId, collector: NAME, region, look }),
    );
    counts.offerings += seen.length;
    return look.completeness;
  });
  return report(results, counts);
}

/** Watched types of the catalogue, and those of accelerator families that nobody has described yet. */
function askedTypes(context: RunContext): (type: string) => boolean {
  const known = new Set(listTypeNames(context.db));
  const isWatched = anyGlob(context.watch.types);
  return (type) => isWatched(type) && (known.has(type) || looksAccelerated(type));
}

/** Every type is listed: a filter by family would miss the family that AWS adds tomorrow. */
async function fetchPage(context: RunContext, region: string, NextToken: string | undefined) {
  const command = new DescribeInstanceTypeOfferingsCommand({
    LocationType: 'availability-zone-id',
    MaxResults: 1000,
    NextToken,
  });
  const what = { service: 'ec2', action: 'DescribeInstanceTypeOfferings', region };
  const answer = await context.gate.call(what, context.signal, (abortSignal) =>
    context.aws.ec2(region).send(command, { abortSignal }),
  );
  return {
    items: requireArray(answer.InstanceTypeOfferings, 'instanceTypeOfferingSet'),
    nextToken: answer.NextToken,
  };
}
