import { readAdvisorFeed, saveAdvisorFeed } from '#db/queries/advisor-feed.ts';
import { listTypeNames } from '#db/queries/instance-types.ts';
import { ratedTypes } from '#db/queries/interruptions.ts';
import { saveObserved } from '#db/queries/observe.ts';
import { publishFacts, publishObservation } from '#db/queries/publish-look.ts';
import { soldTypes } from '#db/queries/sold-types.ts';
import { newestErrors, type Target } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS, GLOBAL } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { formatInstant, MINUTE } from '#lib/domain/time.ts';
import { type FeedState, isStale, nextFeedState } from '#lib/interruption/feed.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { nothingIn } from '../../pipeline/nothing.ts';
import { hasShrunk } from '../../pipeline/shrink.ts';
import { eachRegion, evaluateLook, partialLook, presentLook, report } from '../../pipeline/targets.ts';
import { ratesOfRegion } from './facts.ts';
import { fetchFeed } from './fetch.ts';
import { type Advice, parseFeed } from './parse.ts';

const COLLECTOR = 'interruption';

/** How often Spot instances are interrupted, and what Spot saves: the public feed behind AWS's Spot Advisor page. */
export const interruptionJob: Job = {
  name: COLLECTOR,
  intervalMs: COLLECTOR_INTERVALS_MS[COLLECTOR],
  deadlineMs: 2 * MINUTE,
  // A public file: it is read without credentials.
  actions: [],
  requires: ['region', 'instance-type'],
  run,
};

type Feed = { advice: Advice; state: FeedState; isWanted: (type: string) => boolean };

async function run(context: RunContext): Promise<RunReport> {
  const counts = { rates: 0, quarantined: 0 };
  let pending: Promise<Feed> | undefined;
  const results = await eachRegion(
    context,
    COLLECTOR,
    { key: 'spot advisor' },
    async (target, region): Promise<TargetResult> => {
      // One file for all regions, and one failure.
      pending ??= loadFeed(context);
      return publishRegion(context, target, region, await pending, counts);
    },
  );
  return report(results, counts);
}

async function loadFeed(context: RunContext): Promise<Feed> {
  const { db, clock } = context;
  const what = { service: 'spot-advisor', action: 'GetFile', region: GLOBAL };
  const seen = await context.gate.call(what, context.signal, (signal) =>
    fetchFeed(context.aws.advisorUrl, signal),
  );
  const watched = new Set(listTypeNames(db).filter(anyGlob(context.watch.types)));
  const isWanted = (type: string) => watched.has(type);
  const advice = parseFeed(seen.text, isWanted);
  const state = nextFeedState(readAdvisorFeed(db), seen, clock.now());
  publishFacts(db, context.runId, () => saveAdvisorFeed(db, state));
  return { advice, state, isWanted };
}

function publishRegion(
  context: RunContext,
  target: Target,
  region: string,
  { advice, state, isWanted }: Feed,
  counts: { rates: number; quarantined: number },
): TargetResult {
  const { db } = context;
  const onRecord = {
    Linux: ratedTypes(db, region, 'Linux').filter(isWanted),
    Windows: ratedTypes(db, region, 'Windows').filter(isWanted),
  };
  const sold = [...(soldTypes(db, ['spot']).get(region) ?? [])].filter(isWanted);
  const found = ratesOfRegion(region, advice.get(region), { sold, onRecord });
  const live = onRecord.Linux.length + onRecord.Windows.length;
  const sizes = { pages: 1, items: found.rates + found.quarantined };
  const look = judge(context, target, { ...found, sizes, live, state });
  const facts = look.completeness === 'complete' ? [...found.facts, ...found.absent] : found.facts;
  const stale = isStale(state, context.clock.now());
  publishObservation(
    db,
    { id: target.id, intervalMs: context.sources.cadence[COLLECTOR] },
    look,
    // What a feed that stands still says is not confirmed again; it is dated where it is new to us.
    () =>
      stale
        ? live > 0
          ? 0
          : saveObserved(db, facts, state.changedAt)
        : saveObserved(db, facts, look.collectedAt),
    (setId) => evaluateLook(context, { setId, collector: COLLECTOR, region, look }),
  );
  counts.rates += found.rates;
  counts.quarantined += found.quarantined;
  return look.completeness;
}

type Judged = {
  rates: number;
  quarantined: number;
  reason: string | undefined;
  sizes: { pages: number; items: number };
  live: number;
  state: FeedState;
};

/** How often in a row a shrunk feed is taken for a broken one before it is believed. */
const DOUBTED = 2;
const SHRUNK = 'suspicious shrink';

/** What the look at a region comes to: a feed that stands still, or has all but lost the region, proves nothing. */
function judge(
  context: RunContext,
  target: Target,
  { rates, quarantined, reason, sizes, live, state }: Judged,
) {
  const unproven = (errorText: string) => ({
    ...partialLook(context, '', { ...sizes, quarantined }),
    errorText,
  });
  if (isStale(state, context.clock.now()))
    return unproven(`the feed has not changed since ${formatInstant(state.changedAt)}`);
  if (quarantined > 0) return partialLook(context, reason ?? 'unreadable', { ...sizes, quarantined });
  if (hasShrunk(rates, live)) {
    const before = newestErrors(context.db, target.id, COLLECTOR, DOUBTED);
    const isBelieved = before.length === DOUBTED && before.every((text) => text?.startsWith(SHRUNK));
    if (!isBelieved) return unproven(`${SHRUNK}: ${rates} rates where ${live} were live`);
  }
  return presentLook(context, rates > 0 ? 'value' : nothingIn(context, target.region, ['spot']), sizes);
}
