import {
  type CapacityManagerSupportabilityScore,
  GetCapacityManagerSupportabilityScoresCommand,
} from '@aws-sdk/client-ec2';
import { type Observed, saveObserved } from '#db/queries/observe.ts';
import { standardZones } from '#db/queries/places.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import { soldTypes } from '#db/queries/sold-types.ts';
import type { Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { requireArray } from '../../aws/call.ts';
import { classifyFailure } from '../../aws/errors.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import {
  eachRegion,
  evaluateLook,
  partialLook,
  presentLook,
  recordFailure,
  report,
} from '../../pipeline/targets.ts';
import { parseSupport, type Support } from './parse.ts';

const COLLECTOR = 'supportability';

/** How well on-demand capacity covers an amount, per type and zone: for accounts with the right support plan only. */
export const supportabilityJob: Job = {
  name: COLLECTOR,
  intervalMs: COLLECTOR_INTERVALS_MS[COLLECTOR],
  deadlineMs: 5 * MINUTE,
  actions: ['ec2:GetCapacityManagerSupportabilityScores'],
  optional: 'supportability',
  requires: ['region', 'instance-type'],
  run,
};

/** AWS takes at most this many in one call. */
const MOST_TYPES = 50;
const MOST_ZONES = 10;

async function run(context: RunContext): Promise<RunReport> {
  const counts = { scores: 0, quarantined: 0 };
  const { instances } = context.sources.scores.supportability;
  const results = await eachRegion(
    context,
    COLLECTOR,
    { key: `on-demand/${instances}` },
    async (target, region) => {
      try {
        return await lookAtRegion(context, target, region, counts);
      } catch (error) {
        const failure = classifyFailure(error);
        if (failure.errorClass !== 'permission') throw error;
        // AWS words a missing support plan like a missing permission: people are told of both.
        const errorText = `needs AWS Support Unified Operations: ${failure.errorText}`.slice(0, 300);
        recordFailure(context, target, { ...failure, errorText });
        return 'failed';
      }
    },
  );
  return report(results, counts);
}

type Counts = { scores: number; quarantined: number };

async function lookAtRegion(
  context: RunContext,
  target: Target,
  region: string,
  counts: Counts,
): Promise<TargetResult> {
  const types = typesToAsk(context, region);
  const zones = standardZones(context.db, region);
  const answer = await fetchSupport(context, types, zones);
  const sizes = { pages: answer.calls, items: answer.items };
  const nothing = types.length === 0 ? ('not_sold' as const) : ('none' as const);
  const look =
    answer.unread.length === 0
      ? presentLook(context, answer.scores.length > 0 ? 'value' : nothing, sizes)
      : partialLook(context, answer.unread[0] ?? '', { ...sizes, quarantined: answer.unread.length });
  const facts = factsOf(context, region, types, zones, answer, look.completeness === 'complete');
  publishObservation(
    context.db,
    { id: target.id, intervalMs: context.sources.cadence[COLLECTOR] },
    look,
    () => saveObserved(context.db, facts, look.collectedAt),
    (setId) => evaluateLook(context, { setId, collector: COLLECTOR, region, look }),
  );
  counts.scores += answer.scores.length;
  counts.quarantined += answer.unread.length;
  return look.completeness;
}

/** The watched types that can be bought on demand or as a block here. */
function typesToAsk({ db, watch }: RunContext, region: string): string[] {
  const sold = soldTypes(db, ['on-demand', 'capacity-block']).get(region) ?? [];
  return [...sold].filter(anyGlob(watch.types));
}

function factsOf(
  { sources }: RunContext,
  region: string,
  types: readonly string[],
  zones: readonly string[],
  answer: Answer,
  isProven: boolean,
): Observed[] {
  const series = (instanceType: string, zoneId: string) => ({
    kind: 'supportability',
    region,
    zoneId,
    instanceType,
    qualifier: `on-demand/${sources.scores.supportability.instances}`,
    unit: 'grade',
  });
  const found = new Map(answer.scores.map((score) => [`${score.type} ${score.zoneId}`, score]));
  return types.flatMap((type) =>
    zones.map((zoneId): Observed => {
      const score = found.get(`${type} ${zoneId}`);
      if (score !== undefined) return { ...series(type, zoneId), outcome: 'value', value: score.value };
      return { ...series(type, zoneId), outcome: isProven ? 'none' : 'failed' };
    }),
  );
}

type Answer = { scores: Support[]; unread: string[]; items: number; calls: number };

async function fetchSupport(
  context: RunContext,
  types: readonly string[],
  zones: readonly string[],
): Promise<Answer> {
  const answer: Answer = { scores: [], unread: [], items: 0, calls: 0 };
  for (const InstanceTypes of cut(types, MOST_TYPES)) {
    for (const CapacityAvailabilityZoneIds of cut(zones, MOST_ZONES)) {
      const items = await fetchScores(context, InstanceTypes, CapacityAvailabilityZoneIds);
      answer.calls++;
      answer.items += items.length;
      for (const parsed of items.map(parseSupport)) {
        if (typeof parsed === 'string') answer.unread.push(parsed);
        else answer.scores.push(parsed);
      }
    }
  }
  return answer;
}

async function fetchScores(
  { aws, gate, signal, sources }: RunContext,
  InstanceTypes: string[],
  CapacityAvailabilityZoneIds: string[],
): Promise<readonly CapacityManagerSupportabilityScore[]> {
  const { instances, region } = sources.scores.supportability;
  const command = new GetCapacityManagerSupportabilityScoresCommand({
    MarketType: 'on-demand',
    CapacityAmount: instances,
    CapacityUnit: 'instances',
    InstanceTypes,
    CapacityAvailabilityZoneIds,
  });
  // Zones of any region are asked about where Capacity Manager is switched on.
  const what = { service: 'ec2', action: 'GetCapacityManagerSupportabilityScores', region };
  const answer = await gate.call(what, signal, (abortSignal) =>
    aws.ec2(region).send(command, { abortSignal }),
  );
  return requireArray(answer.CapacityManagerSupportabilityScores, 'capacityManagerSupportabilityScoreSet');
}

function cut<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}
