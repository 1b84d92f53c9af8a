import { type TimedValue, valueAt } from './timeline.ts';

/** What an answer says of one series: its records, sorted by time, and the stretch the answer speaks for. */
export type Answer = { records: readonly { at: number; value: number }[]; from: number; to: number };

/** Points to write and to take away, and the points as they are then, sorted by time. */
export type Merge = { upserts: TimedValue[]; deletes: number[]; points: TimedValue[] };

/**
 * Folds AWS's records into the stored change points of one series.
 *
 * AWS repeats an unchanged price every 24 hours, and gives with every answer the record in force at its start. So a
 * record is judged by the answer whose stretch contains it: there its predecessor is known, and it is a change or
 * a confirmation. A record from before the stretch is only a hint: it is kept where the store knows no better, and
 * judged again by the answer that covers it. That makes the result the same whatever the order and the cut of polls.
 *
 * `existing` holds the stored points from the one in force before the first record on, sorted. `coveredAfter` says
 * that the stretch ends where older knowledge begins: a series that was not there at that point ended before it.
 */
export function mergeAnswer(existing: readonly TimedValue[], answer: Answer, coveredAfter: boolean): Merge {
  const points = new Map(existing.map((point) => [point.at, point.value]));
  const ends = existing.filter((point) => point.value === null).map((point) => point.at);
  let before: TimedValue | undefined;
  for (const record of answer.records) {
    if (record.at < answer.from) applyHint(points, existing, ends, record, answer.from);
    else judge(points, ends, before, record);
    before = record;
  }
  if (
    coveredAfter &&
    before !== undefined &&
    valueAt(existing, answer.to) === undefined &&
    !points.has(answer.to)
  ) {
    points.set(answer.to, null);
  }
  return difference(existing, points);
}

type Points = Map<number, number | null>;

function applyHint(
  points: Points,
  existing: readonly TimedValue[],
  ends: readonly number[],
  record: TimedValue,
  from: number,
): void {
  if (valueAt(existing, record.at) !== record.value) points.set(record.at, record.value);
  // AWS says that this price is in force at `from`: an end noted between the two was a pool missing from one answer.
  for (const end of ends) if (end > record.at && end <= from) points.delete(end);
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
