import { saveObserved } from '#db/queries/observe.ts';
import { countOpenOffers, saveBlockOffers } from '#db/queries/offers.ts';
import { publishObservation } from '#db/queries/publish-look.ts';
import { type Look, newestErrors, type Target } from '#db/queries/targets.ts';
import { narrow, nextProbe, UNKNOWN_BOUNDS } from '#lib/capacity/largest.ts';
import type { BlockQuestion } from '#lib/capacity/question.ts';
import type { StandingQuestion } from '#lib/capacity/standing.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { DAY } from '#lib/domain/time.ts';
import { SchemaError } from '../../aws/errors.ts';
import type { RunContext, TargetResult } from '../../context.ts';
import { hasShrunk } from '../../pipeline/shrink.ts';
import { evaluateLook, explainFailure, partialLook, presentLook } from '../../pipeline/targets.ts';
import { type Fetched, fetchOffers } from './fetch.ts';
import { largestSeries, seriesOf } from './series.ts';

/** One question at its turn. */
export type Turn = {
  run: RunContext;
  region: string;
  target: Target;
  standing: StandingQuestion;
  /** This account's own names for the zones of the region. */
  zoneIds: ReadonlyMap<string, string>;
  /** Accelerators of one item; undefined while they are not known. */
  acceleratorsEach: number | undefined;
  /** When the sweep has to be over. Product time. */
  until: number;
};

/**
 * Asks one question and publishes what came of it; one that takes several calls is given up when the time is over.
 * @throws whatever the first page came to
 */
export async function lookAtQuestion(turn: Turn): Promise<TargetResult | 'no time'> {
  const { asks } = turn.standing;
  if (asks.what === 'largest') return lookForLargest(turn, asks.durationHours);
  const { question } = asks;
  const fetched = await ask(turn, question);
  const { run, region, standing } = turn;
  const look = await judge(turn, question, fetched);
  const complete = look.completeness === 'complete';
  publish(turn, look, () => {
    const { collectedAt: at } = look;
    const accelerators = acceleratorsOf(turn, question.count);
    const answer = { region, question, accelerators, seen: fetched.offers, complete, at };
    const changes = saveBlockOffers(run.db, answer);
    if (!complete) return changes;
    const outcome = fetched.notSold ? 'not_sold' : fetched.offers.length > 0 ? 'value' : 'none';
    const about = { region, item: standing.item, qualifier: standing.qualifier };
    return changes + saveObserved(run.db, seriesOf(about, fetched.offers, outcome, at), at);
  });
  return look.completeness;
}

function ask({ run, region, zoneIds, ...turn }: Turn, question: BlockQuestion): Promise<Fetched> {
  const accelerators = acceleratorsOf(turn, question.count);
  return fetchOffers(run, region, { question, zoneIds, accelerators });
}

function acceleratorsOf({ acceleratorsEach }: Pick<Turn, 'acceleratorsEach'>, count: number): number | null {
  return acceleratorsEach === undefined ? null : acceleratorsEach * count;
}

const SUSPICIOUS = 'far fewer offers than before: not believed until it comes a third time';

/** What an answer amounts to: in full, in part, or too little to be believed. */
async function judge(
  { run, region, target }: Turn,
  question: BlockQuestion,
  fetched: Fetched,
): Promise<Omit<Look, 'changes'>> {
  const { pages, items, quarantined, why, error, notSold, offers } = fetched;
  const counts = { pages, items };
  if (error !== undefined) {
    const failure = await explainFailure(run, region, error);
    const errorText = `only ${pages} pages came: ${failure.errorText}`;
    return {
      ...presentLook(run, 'value', counts),
      ...failure,
      completeness: 'partial',
      quarantined,
      errorText,
    };
  }
  if (quarantined > 0) return partialLook(run, why ?? '', { ...counts, quarantined });
  const known = countOpenOffers(run.db, region, question, run.clock.now());
  if (hasShrunk(offers.length, known) && !isThird(run, target)) {
    const doubted = { completeness: 'partial', outcome: 'failed', errorClass: 'schema' } as const;
    return { ...presentLook(run, 'value', counts), ...doubted, errorText: SUSPICIOUS };
  }
  return presentLook(run, notSold ? 'not_sold' : offers.length > 0 ? 'value' : 'none', counts);
}

function isThird({ db }: RunContext, target: Target): boolean {
  const errors = newestErrors(db, target.id, 'capacity-block', 2);
  return errors.length === 2 && errors.every((text) => text === SUSPICIOUS);
}

/** Narrows the largest obtainable count down, one question after another; their offers are not kept. */
async function lookForLargest(turn: Turn, durationHours: number): Promise<TargetResult | 'no time'> {
  const { run, region, standing, until } = turn;
  const { item, qualifier } = standing;
  let bounds = UNKNOWN_BOUNDS;
  const counts = { pages: 0, items: 0 };
  let notSold = false;
  for (let count = nextProbe(bounds); count !== undefined && !notSold; count = nextProbe(bounds)) {
    // After a few refusals its seven calls may take minutes: the run must not end at its deadline.
    if (run.clock.now() > until) return 'no time';
    const { offers, pages, items, quarantined, why, ...rest } = await ask(turn, {
      item,
      count,
      durationHours,
    });
    counts.pages += pages;
    counts.items += items;
    notSold = rest.notSold;
    if (offers.length === 0 && rest.error !== undefined) throw rest.error;
    if (offers.length === 0 && quarantined > 0) throw new SchemaError(`no offer could be read: ${why ?? ''}`);
    bounds = narrow(bounds, count, offers.length > 0);
  }
  const found = notSold ? 'not_sold' : bounds.least;
  const look = presentLook(run, found === 'not_sold' ? found : found > 0 ? 'value' : 'none', counts);
  publish(turn, look, () => {
    const facts = [largestSeries({ region, item, qualifier }, found)];
    return saveObserved(run.db, facts, look.collectedAt);
  });
  return 'complete';
}

function publish({ run, target, standing }: Turn, look: Omit<Look, 'changes'>, write: () => number): void {
  // What is not sold is asked once a day, too.
  const isDaily = [target.outcome, look.outcome].includes('not_sold') || standing.cadence === 'daily';
  const intervalMs = isDaily ? DAY : COLLECTOR_INTERVALS_MS['capacity-block'];
  const { collector, region } = target;
  publishObservation(run.db, { id: target.id, intervalMs }, look, write, (setId) =>
    evaluateLook(run, { setId, collector, region, look }),
  );
}
