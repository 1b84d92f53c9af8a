import { publishPrices } from '#db/queries/publish-prices.ts';
import { RunClosedError } from '#db/queries/runs.ts';
import { currentTargets, listCoverage, type Target } from '#db/queries/targets.ts';
import { DAY, MINUTE, SPOT_HISTORY } from '#lib/domain/time.ts';
import { nextWindow, type Span } from '#lib/series/coverage.ts';
import type { Job, JobContext, RunContext, RunReport, TargetResult } from '../../context.ts';
import { eachAtOnce, explainFailure, report } from '../../pipeline/targets.ts';
import { fetchSpotPrices, priceSet, type SpotQuestion, spotQuestion } from './fetch.ts';

/** Days a window spans: large enough that the record before each start is small change, small enough to see progress. */
const WINDOW_DAYS = 10;

const WINDOWS_AT_ONCE = 6;

/** Fills the 90 days behind the first look, and any hole that an outage has left, newest first. */
export const spotHistoryJob: Job = {
  name: 'spot-history',
  intervalMs: MINUTE,
  deadlineMs: 10 * MINUTE,
  requires: ['spot-price'],
  isDue: (context) => missing(context).length > 0,
  run,
};

type Missing = { target: Target; window: Span };

/** The next window of every region that still lacks one; the regions furthest behind come first. */
function missing(context: JobContext): Missing[] {
  const horizon = context.clock.now() - SPOT_HISTORY;
  const found: Missing[] = [];
  for (const target of currentTargets(context.db, 'spot-price')) {
    if (target.wantedFrom === null) continue;
    const known = listCoverage(context.db, target.id);
    const newest = known.at(-1)?.to;
    if (newest === undefined) continue;
    const whole = { from: Math.max(target.wantedFrom, horizon), to: newest };
    // What has slid past AWS's horizon by less than a poll or two is not worth a call, and cannot be had.
    const window = nextWindow(known, whole, WINDOW_DAYS, MINUTE);
    if (window !== undefined) found.push({ target, window });
  }
  return found.sort((a, b) => b.window.to - a.window.to);
}

async function run(context: RunContext): Promise<RunReport> {
  const question = spotQuestion(context);
  const counts = { windows: 0, records: 0, changes: 0, quarantined: 0 };
  const failed = new Set<string>();
  const results: TargetResult[] = [];
  for (
    let round = missing(context);
    round.length > 0;
    round = missing(context).filter(({ target }) => !failed.has(target.region))
  ) {
    await eachAtOnce(round, WINDOWS_AT_ONCE, async ({ target, window }) => {
      const result = await tryWindow(context, question, { target, window }, counts);
      results.push(result);
      if (result !== 'complete') failed.add(target.region);
    });
  }
  return report(results, counts);
}

type Counts = { windows: number; records: number; changes: number; quarantined: number };

/** One window in a try-scope of its own: a region that fails is left for the next run, the others go on. */
async function tryWindow(
  context: RunContext,
  question: SpotQuestion,
  { target, window }: Missing,
  counts: Counts,
): Promise<TargetResult> {
  try {
    return await fillWindow(context, question, target, window, counts);
  } catch (error) {
    if (error instanceof RunClosedError || context.signal.aborted) throw error;
    const failure = await explainFailure(context, target.region, error);
    context.log.warn(
      { region: target.region, class: failure.errorClass, error: failure.errorText },
      'back-fill window failed',
    );
    return 'failed';
  }
}

async function fillWindow(
  context: RunContext,
  question: SpotQuestion,
  target: Target,
  window: Span,
  counts: Counts,
): Promise<TargetResult> {
  const answer = await fetchSpotPrices(context, target.region, question, {
    from: window.from,
    until: window.to,
  });
  const set = priceSet(context, target.id, target.region, question, answer, window, 'past');
  const published = publishPrices(context.db, set);
  counts.windows++;
  counts.records += answer.items;
  counts.changes += published.changes;
  counts.quarantined += answer.quarantined;
  context.log.debug(
    { region: target.region, days: (window.to - window.from) / DAY, records: answer.items },
    'history filled',
  );
  return set.look.completeness;
}
