import { isCovered, type Span } from './coverage.ts';
import { type TimedValue, valueAt } from './timeline.ts';

/** What an answer says of one series: its records, sorted by time, and the stretch the answer speaks for. */
export type Answer = {
  records: readonly { at: number; value: number }[];
  from: number;
  to: number;
  /** False when records of the stretch may be missing: then nothing is judged, and nothing taken away. */
  complete: boolean;
  /** Whether a series without a record in force at `from` had no price there. */
  provesAbsence: boolean;
};

/** Points to write and to take away, and the points as they are then, sorted by time. */
export type Merge = { upserts: TimedValue[]; deletes: number[]; points: TimedValue[] };

/**
 * Folds AWS's records into the stored change points of one series.
 *
 * AWS repeats an unchanged price every 24 hours, and gives with every answer the record in force at its start. So a
 * record is judged by the answer whose stretch contains it: there its predecessor is known, and it is a change or
 * a confirmation. A record from before the stretch is only a hint: it is kept where no answer has covered it, and
 * judged by the one that does. That makes the result the same whatever the order and the cut of polls.
 *
 * `existing` holds the stored points from the one in force before the first record on, sorted; `coverage` the
 * stretches that complete answers have covered before this one.
 */
export function mergeAnswer(
  existing: readonly TimedValue[],
  answer: Answer,
  coverage: readonly Span[],
): Merge {
  const points = new Map(existing.map((point) => [point.at, point.value]));
  const ends = existing.filter((point) => point.value === null).map((point) => point.at);
  noteLateStart(points, existing, answer);
  let before: TimedValue | undefined;
  for (const record of answer.records) {
    if (record.at < answer.from || !answer.complete) applyHint(points, record, coverage);
    else judge(points, ends, before, record);
    before = record;
  }
  if (answer.complete) dropContradictedEnds(points, ends, answer);
  if (answer.complete) noteEarlyEnd(points, existing, answer, coverage);
  return difference(existing, points);
}

type Points = Map<number, number | null>;

/** A price that the answer does not give as in force at its start was over by then, whatever it was before. */
function noteLateStart(points: Points, existing: readonly TimedValue[], answer: Answer): void {
  const { complete, provesAbsence, from, records } = answer;
  const first = records[0];
  if (!complete || !provesAbsence || first === undefined || first.at <= from) return;
  if (valueAt(existing, from) != null) points.set(from, null);
}

/** A series that was not there when older knowledge begins ended with this stretch. */
function noteEarlyEnd(
  points: Points,
  existing: readonly TimedValue[],
  answer: Answer,
  coverage: readonly Span[],
): void {
  const startsKnown = coverage.some(
    (span) => span.from <= answer.to && answer.to <= span.to && span.from > answer.from,
  );
  if (!startsKnown || answer.records.length === 0) return;
  if (valueAt(existing, answer.to) === undefined && !points.has(answer.to)) points.set(answer.to, null);
}

function applyHint(points: Points, record: TimedValue, coverage: readonly Span[]): void {
  if (!isCovered(coverage, record.at) || inForce(points, record.at) !== record.value)
    points.set(record.at, record.value);
}

function inForce(points: Points, at: number): number | null | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  for (const candidate of points.keys()) if (candidate <= at && candidate > newest) newest = candidate;
  return points.get(newest);
}

/** AWS says that a price is in force at `from`: an end noted before that was a pool missing from one answer. */
function dropContradictedEnds(points: Points, ends: readonly number[], answer: Answer): void {
  const hint = answer.records.filter((record) => record.at < answer.from).at(-1);
  if (hint === undefined) return;
  for (const end of ends) if (end > hint.at && end <= answer.from) points.delete(end);
}

function judge(
  points: Points,
  ends: readonly number[],
  before: TimedValue | undefined,
  record: TimedValue,
): void {
  const ended = before !== undefined && ends.some((end) => end > before.at && end <= record.at);
  if (before !== undefined && before.value === record.value && !ended) points.delete(record.at);
  else points.set(record.at, record.value);
}

function difference(existing: readonly TimedValue[], merged: Points): Merge {
  const points = [...merged].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
  const known = new Map(existing.map((point) => [point.at, point.value]));
  return {
    upserts: points.filter((point) => !known.has(point.at) || known.get(point.at) !== point.value),
    deletes: existing.filter((point) => !merged.has(point.at)).map((point) => point.at),
    points,
  };
}
