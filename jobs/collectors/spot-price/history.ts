import { publishPastFailure } from '#db/queries/publish-look.ts';
import { publishPrices } from '#db/queries/publish-prices.ts';
import { RunClosedError } from '#db/queries/runs.ts';
import { countLiveSeries } from '#db/queries/series-counts.ts';
import { currentTargets, listCoverage, type Target, windowFailures } from '#db/queries/targets.ts';
import { DAY, HOUR, MINUTE, SPOT_HISTORY } from '#lib/domain/time.ts';
import { addSpan, nextWindow, type Span } from '#lib/series/coverage.ts';
import type { Job, JobContext, RunContext, RunReport, TargetResult } from '../../context.ts';
import { hasShrunk } from '../../pipeline/shrink.ts';
import { eachAtOnce, explainFailure, failedLook, report } from '../../pipeline/targets.ts';
import {
  fetchSpotPrices,
  isAsked,
  OVERLAP,
  priceSet,
  type SpotAnswer,
  type SpotQuestion,
  spotQuestion,
} from './fetch.ts';

/** Days a window spans: large enough that the record before each start is small change, small enough to see progress. */
const WINDOW_DAYS = 10;

const WINDOWS_AT_ONCE = 6;

/** Fills the 90 days behind the first look, and any hole that an outage has left, newest first. */
export const spotHistoryJob: Job = {
  name: 'spot-history',
  intervalMs: MINUTE,
  deadlineMs: 10 * MINUTE,
  actions: ['ec2:DescribeSpotPriceHistory'],
  requires: ['spot-price'],
  isDue: (context) => missing(context).length > 0,
  run,
};

type Missing = { target: Target; window: Span };

/** Waits before a window that failed is asked for again, by how often it has. */
const RETRY_AFTER = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];

/** The next window of every region that still lacks one; the regions furthest behind come first. */
function missing(context: JobContext): Missing[] {
  const found = currentTargets(context.db, 'spot-price').flatMap((target) => {
    const window = target.outcome === 'region_disabled' ? undefined : nextOpenWindow(context, target);
    return window === undefined ? [] : [{ target, window }];
  });
  return found.sort((a, b) => b.window.to - a.window.to);
}

/** The newest window that is not known and not waiting for its next try: one that fails never blocks the older ones. */
function nextOpenWindow({ db, clock }: JobContext, target: Target): Span | undefined {
  const now = clock.now();
  let known = listCoverage(db, target.id);
  const newest = known.at(-1)?.to;
  if (target.wantedFrom === null || newest === undefined) return undefined;
  const whole = { from: Math.max(target.wantedFrom, now - SPOT_HISTORY), to: newest };
  for (;;) {
    // What has slid past AWS's horizon by less than a poll or two is not worth a call, and cannot be had.
    const window = nextWindow(known, whole, WINDOW_DAYS, MINUTE);
    if (window === undefined) return undefined;
    const { count, lastAt } = windowFailures(db, target.id, askedSpan(window, now));
    if (count === 0 || now - lastAt >= (RETRY_AFTER[count - 1] ?? HOUR)) return window;
    known = addSpan(known, window);
  }
}

/** What is asked for to fill a window: a little more than it, over the seam to what is known, but not past the horizon. */
function askedSpan(window: Span, now: number): Span {
  return { from: Math.min(window.from, Math.max(window.from - OVERLAP, now - SPOT_HISTORY)), to: window.to };
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
      // A call that failed is likely to fail again; an answer with one bad record says nothing about older windows.
      if (result === 'failed') failed.add(target.region);
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
  const span = askedSpan(window, context.clock.now());
  try {
    return await fillWindow(context, question, target, span, counts);
  } catch (error) {
    if (error instanceof RunClosedError || context.signal.aborted) throw error;
    const failure = await explainFailure(context, target.region, error);
    const note = { region: target.region, class: failure.errorClass, error: failure.errorText };
    context.log.warn(note, 'back-fill window failed');
    publishPastFailure(context.db, target.id, failedLook(context, span, failure));
    return 'failed';
  }
}

async function fillWindow(
  context: RunContext,
  question: SpotQuestion,
  target: Target,
  span: Span,
  counts: Counts,
): Promise<TargetResult> {
  const answer = await fetchBelieved(context, target.region, question, span);
  const set = priceSet(context, target.id, target.region, question, answer, span, 'past');
  const published = publishPrices(context.db, set);
  counts.windows++;
  counts.records += answer.items;
  counts.changes += published.changes;
  counts.quarantined += answer.quarantined;
  const note = { region: target.region, days: (span.to - span.from) / DAY, records: answer.items };
  context.log.debug(note, 'history filled');
  return set.look.completeness;
}

/** How often a window with hardly a pool in it is asked for before it is believed. */
const TIMES_ASKED = 3;

/** An answer that lacks nearly the whole market is asked for again at once: a quiet past gives the same each time. */
async function fetchBelieved(
  context: RunContext,
  region: string,
  question: SpotQuestion,
  span: Span,
): Promise<SpotAnswer> {
  const live = countLiveSeries(context.db, 'spot', region, isAsked(question));
  let answer = await fetchSpotPrices(context, region, question, { from: span.from, until: span.to });
  for (let asked = 1; asked < TIMES_ASKED && hasShrunk(answer.series.length, live); asked++) {
    const again = await fetchSpotPrices(context, region, question, { from: span.from, until: span.to });
    answer = { ...again, pages: answer.pages + again.pages, items: answer.items + again.items };
  }
  return answer;
}
