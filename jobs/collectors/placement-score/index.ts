import { saveObserved } from '#db/queries/observe.ts';
import { standardZones } from '#db/queries/places.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import { soldTypes } from '#db/queries/sold-types.ts';
import type { Question, Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { scoreQualifier } from '#lib/scores/configurations.ts';
import { type AskedConfiguration, askedConfigurations } from '../../check-scores.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import {
  eachRegionAsking,
  evaluateLook,
  lookAt,
  partialLook,
  presentLook,
  recordFailure,
  report,
} from '../../pipeline/targets.ts';
import { type Asked, askConfiguration } from './ask.ts';
import { scoresOfRegion } from './facts.ts';

const COLLECTOR = 'placement-score';

/** How likely Spot requests are to succeed now, for baskets of types, in a frozen list of configurations. */
export const placementScoreJob: Job = {
  name: COLLECTOR,
  intervalMs: COLLECTOR_INTERVALS_MS[COLLECTOR],
  deadlineMs: 5 * MINUTE,
  actions: ['ec2:GetSpotPlacementScores'],
  requires: ['region', 'instance-type'],
  run,
};

/** One after the other: whether a new configuration may be sent depends on what became of the one before. */
const AT_ONCE = 1;

async function run(context: RunContext): Promise<RunReport> {
  const wanted = askedConfigurations(context.sources.scores, context.watch);
  const counts = { configurations: wanted.length, scores: 0, waiting: 0, quarantined: 0 };
  const ask = onceEach(context);
  const results = await eachRegionAsking(
    context,
    COLLECTOR,
    (region) => wanted.filter(({ regions }) => regions.includes(region)).map(questionOf),
    async (targets, region) => {
      const own = wanted.filter(({ regions }) => regions.includes(region));
      const done: TargetResult[] = [];
      for (const [index, asked] of own.entries()) {
        const target = targets[index];
        if (target === undefined) throw new Error('a question came back without a target');
        done.push(await lookAt(context, target, region, () => look(context, target, asked, ask, counts)));
      }
      return done;
    },
    AT_ONCE,
  );
  return report(results, counts);
}

/** Readable, and another one as soon as any parameter is. */
function questionOf(asked: AskedConfiguration): Question {
  const key = `${scoreQualifier(asked)}/${asked.level}/${asked.fingerprint}`;
  return { key, types: asked.types };
}

type Ask = (asked: AskedConfiguration) => Promise<Asked>;

/** One call serves all regions of a configuration, and so does one failure. */
function onceEach(context: RunContext): Ask {
  const calls = new Map<string, Promise<Asked>>();
  return (asked) => {
    const call = calls.get(asked.fingerprint) ?? askConfiguration(context, asked);
    calls.set(asked.fingerprint, call);
    return call;
  };
}

type Counts = { scores: number; waiting: number; quarantined: number };

async function look(
  context: RunContext,
  target: Target,
  asked: AskedConfiguration,
  ask: Ask,
  counts: Counts,
): Promise<TargetResult> {
  const came = await ask(asked);
  if ('waits' in came) {
    counts.waiting++;
    recordFailure(context, target, came.waits);
    return 'failed';
  }
  const { db } = context;
  const { region } = target;
  const { answer } = came;
  const sold = soldTypes(db, ['spot']).get(region);
  // A list that nobody has read in full proves nothing.
  const isSold = sold === undefined || asked.types.some((type) => sold.has(type));
  const known = { zones: standardZones(db, region), isSold };
  const found = scoresOfRegion(asked, answer, region, known);
  const sizes = { pages: answer.pages, items: answer.items };
  const seen =
    found.quarantined === 0
      ? presentLook(context, found.outcome, sizes)
      : partialLook(context, answer.reason ?? 'unreadable', { ...sizes, quarantined: found.quarantined });
  publishObservation(
    db,
    { id: target.id, intervalMs: context.sources.cadence[COLLECTOR] },
    seen,
    () => saveObserved(db, found.facts, seen.collectedAt),
    (setId) => evaluateLook(context, { setId, collector: COLLECTOR, region, look: seen }),
  );
  counts.scores += found.facts.filter((fact) => fact.outcome === 'value').length;
  counts.quarantined += found.quarantined;
  return seen.completeness;
}
