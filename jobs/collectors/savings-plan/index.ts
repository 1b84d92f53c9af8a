import { createHash } from 'node:crypto';
import {
  DescribeSavingsPlansOfferingRatesCommand,
  type DescribeSavingsPlansOfferingRatesCommandInput,
  type SavingsPlanOfferingRate,
} from '@aws-sdk/client-savingsplans';
import { listTypeNames, listTypeRegions } from '#db/queries/instance-types.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import { countPlanRates, savePlanRates } from '#db/queries/savings-plans.ts';
import type { Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { PLAN_TYPES } from '#lib/savings/plan.ts';
import { requireArray } from '../../aws/call.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { doubtShrink, type Listing, lookOfListing, readListing } from '../../pipeline/listing.ts';
import { nothingIn } from '../../pipeline/nothing.ts';
import { eachRegion, evaluateLook, report } from '../../pipeline/targets.ts';
import { type PlanRate, readRate, settle } from './parse.ts';

const NAME = 'savings-plan';

/** What an hour costs under each Savings Plan: one question a region, so that one that fails hides no other. */
export const savingsPlanJob: Job = {
  name: NAME,
  intervalMs: COLLECTOR_INTERVALS_MS[NAME],
  deadlineMs: 10 * MINUTE,
  actions: ['savingsplans:DescribeSavingsPlansOfferingRates'],
  requires: ['region', 'instance-type'],
  run,
};

/** The host is one for all regions, and so is the bucket behind it. */
const HOST_REGION = 'us-east-1';
/** No bound of a filter is published: far below that of other services. */
const TYPES_PER_CALL = 100;

async function run(context: RunContext): Promise<RunReport> {
  const types = listTypeNames(context.db).filter(anyGlob(context.watch.types));
  const hash = createHash('sha256').update(types.join(',')).digest('hex').slice(0, 12);
  const listedIn = listedTypes(context);
  const counts = { rates: 0, ambiguous: 0, changes: 0 };
  const results = await eachRegion(
    context,
    NAME,
    { key: `${types.length} types ${hash}`, types },
    async (target, region): Promise<TargetResult> => {
      const listing = await fetchRates(context, region, types);
      const rates = settle(listing.kept);
      const ambiguous = rates.filter((rate) => rate.price === 'ambiguous').length;
      const look = await lookAtRates(context, target, listing, rates.length);
      const complete = look.completeness === 'complete';
      const { collectedAt } = look;
      const answer = { region, types, listed: listedIn.get(region) ?? new Set<string>(), rates, complete };
      const interval = { id: target.id, intervalMs: context.sources.cadence[NAME] };
      publishObservation(
        context.db,
        interval,
        { ...look, quarantined: look.quarantined + ambiguous },
        () => {
          const changes = savePlanRates(context.db, answer, collectedAt);
          counts.changes += changes;
          return changes;
        },
        (setId) => evaluateLook(context, { setId, collector: NAME, region, look }),
      );
      counts.rates += rates.length;
      counts.ambiguous += ambiguous;
      return look.completeness;
    },
  );
  return report(results, counts);
}

function listedTypes(context: RunContext): Map<string, Set<string>> {
  const regions = new Map<string, Set<string>>();
  for (const { instanceType, region } of listTypeRegions(context.db))
    regions.set(region, (regions.get(region) ?? new Set()).add(instanceType));
  return regions;
}

async function lookAtRates(context: RunContext, target: Target, listing: Listing<PlanRate>, seen: number) {
  const { region } = target;
  const nothing = nothingIn(context, region, ['on-demand', 'spot', 'capacity-block']);
  const look = await lookOfListing(context, region, listing, seen > 0 ? 'value' : nothing);
  const known = countPlanRates(context.db, region);
  return doubtShrink(context, target, look, { seen, known, what: 'rates' });
}

/**
 * Shared tenancy and Linux only; the rest of what comes along is dropped row by row. The SDK has no paginator for this
 * call, and its last page carries an empty token. Types are asked for a hundred at a time: our own token for a page is
 * the hundred it belongs to and AWS's token within it.
 */
function fetchRates(
  context: RunContext,
  region: string,
  types: readonly string[],
): Promise<Listing<PlanRate>> {
  const last = Math.max(0, Math.ceil(types.length / TYPES_PER_CALL) - 1);
  return readListing<SavingsPlanOfferingRate, PlanRate>(
    context,
    async (position = '0 ') => {
      const part = Number.parseInt(position, 10);
      const token = position.slice(position.indexOf(' ') + 1);
      const asked = types.slice(part * TYPES_PER_CALL, (part + 1) * TYPES_PER_CALL);
      const answer = await askPage(context, question(region, asked, token));
      const within = answer.nextToken ? `${part} ${answer.nextToken}` : undefined;
      return {
        items: requireArray(answer.searchResults, 'searchResults'),
        nextToken: within ?? (part < last ? `${part + 1} ` : undefined),
      };
    },
    (item) => readRate(item, region),
  );
}

function question(
  region: string,
  types: readonly string[],
  token: string,
): DescribeSavingsPlansOfferingRatesCommandInput {
  return {
    products: ['EC2'],
    serviceCodes: ['AmazonEC2'],
    savingsPlanTypes: [...PLAN_TYPES],
    filters: [
      { name: 'region', values: [region] },
      { name: 'tenancy', values: ['shared'] },
      { name: 'productDescription', values: ['Linux/UNIX'] },
      { name: 'instanceType', values: [...types] },
    ],
    maxResults: 1000,
    ...(token === '' ? {} : { nextToken: token }),
  };
}

function askPage(context: RunContext, input: DescribeSavingsPlansOfferingRatesCommandInput) {
  const what = { service: 'savingsplans', action: 'DescribeSavingsPlansOfferingRates', region: HOST_REGION };
  const command = new DescribeSavingsPlansOfferingRatesCommand(input);
  return context.gate.call(what, context.signal, (abortSignal) =>
    context.aws.savingsPlans().send(command, { abortSignal }),
  );
}
