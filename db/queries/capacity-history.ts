import { readQualifier } from '#lib/capacity/question.ts';
import { LARGEST_QUALIFIER } from '#lib/capacity/standing.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { findGaps, type Gap } from '#lib/series/gaps.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import {
  type BlockTarget,
  blockCoverage,
  blockTargets,
  failedLooksAt,
  targetKey,
} from './capacity-targets.ts';
import { readSteps, type Steps } from './history.ts';
import { prepared } from './prepared.ts';

/** What is kept over time of a question. */
type BlockMeasure = 'block-price' | 'block-lead' | 'block-offers' | 'block-max-count';

/** One series over a window; a null value is where nothing was on offer from then on. */
export type BlockHistory = {
  measure: BlockMeasure;
  type: string;
  region: string;
  /** null for the largest count. */
  count: number | null;
  durationHours: number;
  /** The window for the start that was asked for, if any. Milliseconds UTC. */
  startAfter: number | null;
  startBefore: number | null;
  at: number[];
  value: number[];
  gaps: Gap[];
};

export type BlockHistoryQuestion = {
  measures: readonly BlockMeasure[];
  types?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  counts?: readonly number[] | undefined;
  durationsHours?: readonly number[] | undefined;
  window: Span;
  /** Product time. */
  now: number;
};

/** More points than this are refused. */
const MOST_POINTS = 500_000;

/**
 * The histories of what was asked about Capacity Blocks, by type, region, qualifier and measure. The first point is
 * the value in force at the start of the window; a gap says why there is none.
 * @throws AppError TOO_LARGE
 */
export function* blockHistories(db: Db, question: BlockHistoryQuestion): Generator<BlockHistory> {
  const targets = blockTargets(db);
  const coverage = blockCoverage(db);
  const sweptAt = newestSweep(db);
  let points = 0;
  for (const one of identities(db, question)) {
    const target = targets.get(targetKey({ region: one.region, item: one.type, qualifier: one.qualifier }));
    const steps = readSteps(db, one.seriesId, question.window);
    points += steps.at.length;
    if (points > MOST_POINTS) throw tooLarge();
    const { outcome = 'never', id = 0, current = false } = target ?? {};
    const gaps = findGaps({
      window: question.window,
      now: question.now,
      coverage: coverage.get(id) ?? [],
      tail: current && isIncomplete(outcome) ? outcome : 'never',
      steps,
      failures: failedLooksAt(db, id),
      tailAllowed: tailOf(target, sweptAt, question.now),
    });
    const { seriesId: _, qualifier: __, seriesOutcome, ...identity } = one;
    yield { ...identity, ...withValue(steps), gaps: lastGap(gaps, seriesOutcome) };
  }
}

type Identity = Omit<BlockHistory, 'at' | 'value' | 'gaps'> & {
  seriesId: number;
  qualifier: string;
  seriesOutcome: string;
};

function identities(db: Db, question: BlockHistoryQuestion): Identity[] {
  const { measures, types, regions, counts, durationsHours } = question;
  const lists = [
    ['kind', measures],
    ['instance_type', types],
    ['region', regions],
  ] as const;
  const given = lists.filter(([, list]) => list !== undefined);
  const where = given.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`).join(' AND ');
  const sql = `SELECT id, kind, instance_type, region, qualifier, outcome FROM series WHERE ${where}
    ORDER BY instance_type, region, qualifier, kind`;
  const rows = prepared(db, sql).all(...given.map(([, list]) => JSON.stringify(list)));
  return (rows as [number, BlockMeasure, string, string, string, string][])
    .map(([seriesId, measure, type, region, qualifier, seriesOutcome]) => ({
      seriesId,
      measure,
      type,
      region,
      qualifier,
      seriesOutcome,
      ...questionOf(qualifier),
    }))
    .filter(
      (one) =>
        (counts === undefined || (one.count !== null && counts.includes(one.count))) &&
        (durationsHours?.includes(one.durationHours) ?? true),
    );
}

function questionOf(qualifier: string) {
  const read = readQualifier(qualifier);
  const durationHours = read?.durationHours ?? Number(/\d+/.exec(LARGEST_QUALIFIER)?.[0]);
  return {
    count: read?.count ?? null,
    durationHours,
    startAfter: read?.startAfter ?? null,
    startBefore: read?.startBefore ?? null,
  };
}

/**
 * How long after its newest look a question is still taken to be known: two days where the worker is asking and it waits
 * for its daily turn, two cycles where nobody asks or the last look went wrong.
 */
function tailOf(target: BlockTarget | undefined, sweptAt: number, now: number): number {
  const waits = target?.current === true && !isIncomplete(target.outcome) && now - sweptAt < TWO_CYCLES;
  return waits ? 2 * DAY : TWO_CYCLES;
}

const TWO_CYCLES = 2 * COLLECTOR_INTERVALS_MS['capacity-block'];

/** When the newest sweep began. A region whose questions are all daily ones is looked at in few of them. */
function newestSweep(db: Db): number {
  const sql = "SELECT max(started_at) FROM job_run WHERE job = 'capacity-block' AND state <> 'skipped'";
  return (prepared(db, sql).get() as [number | null])[0] ?? 0;
}

function withValue(steps: Steps): { at: number[]; value: number[] } {
  const at: number[] = [];
  const value: number[] = [];
  steps.at.forEach((time, i) => {
    const found = steps.value[i] ?? null;
    if (found === null) return;
    at.push(time);
    value.push(found);
  });
  return { at, value };
}

/** A series whose last word is "not sold here" ends with that, not with an empty market. */
function lastGap(gaps: readonly Gap[], outcome: string): Gap[] {
  const last = gaps.at(-1);
  if (outcome !== 'not_sold' || last?.outcome !== 'none') return [...gaps];
  return [...gaps.slice(0, -1), { ...last, outcome: 'not_sold' satisfies Outcome }];
}

function tooLarge(): AppError {
  const message = `the answer would hold more than ${MOST_POINTS} points: narrow type, region, count or duration, or shorten the range`;
  return new AppError('TOO_LARGE', message, { field: 'type', accepted: `up to ${MOST_POINTS} points` });
}
