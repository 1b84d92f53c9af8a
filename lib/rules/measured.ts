import type { Facts } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Verdict } from '#lib/alerts/lifecycle.ts';
import type { MeasureFacts } from '#lib/alerts/measure-facts.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { isCovered } from '#lib/series/coverage.ts';
import type { Finding, SeriesReading, SeriesState } from './types.ts';
import { ERROR, judgeLook, NO_DATA } from './verdicts.ts';

/** One thing that a rule asks of each of its series. */
export type SeriesQuestion = {
  condition: MeasureFacts['condition'];
  /** How far back the value is compared; null: only the value itself. */
  windowMs: number | null;
  /** In the unit of the series; for a move the percentage. */
  limit: number | null;
  judge(value: number, previous: number | null): Verdict;
  /** What it means that a look has found nothing there; without it nothing follows. */
  absent?: Verdict;
};

type About = Pick<MeasureFacts, 'measure'> & Partial<Pick<MeasureFacts, 'name' | 'whole' | 'perAccelerator'>>;

/** A finding for each series and question; what the look did not tell of is not known. */
export function seriesFindings(
  reading: SeriesReading,
  now: number,
  isMine: (series: SeriesState) => boolean,
  questions: readonly SeriesQuestion[],
  about: (series: SeriesState) => About,
): Finding[] {
  const unknownLook = judgeLook(reading.look, now);
  return reading.series.filter(isMine).flatMap((series) =>
    questions.map((question): Finding => {
      const previous = previousOf(reading, series, question);
      return {
        verdict: unknownLook ?? judge(reading, series, question, previous),
        labels: () => seriesLabels(question.condition, series, reading.region),
        facts: () => seriesFacts(reading, series, question, previous, about(series)),
      };
    }),
  );
}

function previousOf({ previous }: SeriesReading, { id }: SeriesState, { windowMs }: SeriesQuestion) {
  return windowMs === null ? null : (previous.get(windowMs)?.get(id) ?? null);
}

function judge(
  { look, known }: SeriesReading,
  series: SeriesState,
  { windowMs, judge: judgeValue, absent }: SeriesQuestion,
  previous: number | null,
): Verdict {
  if (!series.toldNow) return ERROR;
  if (series.value === null) {
    const isProven = series.outcome === 'none' && look.completeness === 'complete';
    return isProven ? (absent ?? NO_DATA) : NO_DATA;
  }
  if (windowMs !== null && (previous === null || !isCovered(known, look.at - windowMs))) return NO_DATA;
  return judgeValue(series.value, previous);
}

function seriesLabels(condition: string, { type, zoneId, qualifier }: SeriesState, region: string): Labels {
  return { condition, qualifier, region, type, zoneId };
}

function seriesFacts(
  { region, look }: SeriesReading,
  { type, zoneId, qualifier, chip, value, changedAt }: SeriesState,
  { condition, windowMs, limit }: SeriesQuestion,
  previous: number | null,
  { measure, name = null, whole = null, perAccelerator = false }: About,
): MeasureFacts {
  return {
    topic: 'measure',
    measure,
    condition,
    type,
    region,
    zoneId,
    qualifier,
    name,
    chip,
    value,
    perAccelerator,
    previous,
    windowMs,
    limit,
    whole,
    rank: null,
    changedAt,
    lookedAt: look.at,
  };
}

/** Whether the end came by a change of the rule, by the value, or by the window having moved on. */
export function whyMeasureEnded(fired: Facts, latest: Facts): ResolveReason {
  if (fired.topic !== 'measure' || latest.topic !== 'measure') return 'cleared';
  if (fired.limit !== latest.limit || fired.windowMs !== latest.windowMs) return 'rule_changed';
  const { value, windowMs } = latest;
  if (windowMs === null || value === null || fired.value === null || fired.previous === null)
    return 'cleared';
  // Still as far from where it began as when it fired: only the window has moved on.
  const wasUp = fired.value >= fired.previous;
  return (wasUp ? value >= fired.value : value <= fired.value) ? 'window_passed' : 'cleared';
}

/** A rule names lists of what it is about; an empty list names everything. */
export const listed = <T>(list: readonly T[], item: T): boolean => list.length === 0 || list.includes(item);
