import type { Outcome } from '#lib/domain/outcome.ts';
import { DAY } from '#lib/domain/time.ts';
import type { ScoreLevel } from '#lib/scores/configurations.ts';
import { isIncomplete, placeOutcome, toOutcome } from '#lib/series/standing.ts';
import type { Db } from '../client.ts';
import { newestLook } from './looks.ts';
import { prepared } from './prepared.ts';

/** The score of a basket in a place: about the basket as a whole, never about one of its types. Times are milliseconds UTC. */
export type PlacementScore = {
  basket: string;
  types: readonly string[];
  /** Instances that were asked for. */
  capacity: number;
  level: ScoreLevel;
  region: string;
  /** null at region level, and where a region asked zone by zone has told of no zone yet. */
  zoneId: string | null;
  /** 1 to 10. */
  score: number | null;
  /** In points; null where the day before is not known. */
  change24h: number | null;
  observedAt: number | null;
  outcome: Outcome;
  /** Why the last look was not complete. */
  reason: string | null;
};

export type ScoreFilter = {
  baskets?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
};

/**
 * The newest score of every configuration asked now, by basket, level, capacity, region and zone. A region asked for
 * that no configuration is about gets a row that says `never` for each basket.
 */
export function latestScores(
  db: Db,
  filter: ScoreFilter = {},
): { asOf: number | null; scores: PlacementScore[] } {
  const asOf = newestLook(db, 'placement-score');
  const seriesAt = seriesByPlace(db, (asOf ?? 0) - DAY);
  const covered = coveredTargets(db, (asOf ?? 0) - DAY);
  const questions = scoreQuestions(db).filter(({ basket }) => filter.baskets?.includes(basket) ?? true);
  const scores = questions
    .filter(({ region }) => filter.regions?.includes(region) ?? true)
    .flatMap((question) => {
      const key = `${question.region} ${question.basket}/${question.capacity}`;
      const own = (seriesAt.get(key) ?? []).filter(
        ({ zoneId }) => (zoneId === '') === (question.level === 'region'),
      );
      if (own.length === 0) return [scoreRow(question, undefined, false)];
      return own.map((series) => scoreRow(question, series, covered.has(question.id)));
    });
  return { asOf, scores: [...scores, ...unasked(questions, filter.regions ?? [])].sort(byPlace) };
}

/** The names of the baskets that are asked about now. */
export function knownBaskets(db: Db): Set<string> {
  return new Set(scoreQuestions(db).map(({ basket }) => basket));
}

type ScoreQuestion = Pick<PlacementScore, 'basket' | 'types' | 'capacity' | 'level' | 'region' | 'reason'> & {
  id: number;
  outcome: Outcome;
};

function scoreQuestions(db: Db): ScoreQuestion[] {
  const sql = `SELECT id, region, query_key, types, outcome, error_text FROM target
    WHERE collector = 'placement-score' AND current = 1`;
  type Row = [number, string, string, string | null, string, string | null];
  return (prepared(db, sql).all() as Row[]).map(([id, region, key, types, outcome, errorText]) => {
    const [basket = '', capacity = '', level = ''] = key.split('/');
    return {
      id,
      basket,
      types: types?.split(',') ?? [],
      capacity: Number(capacity),
      level: level === 'zone' ? 'zone' : 'region',
      region,
      outcome: toOutcome(outcome),
      reason: errorText,
    };
  });
}

type ScoreSeries = {
  zoneId: string;
  outcome: Outcome;
  value: number | null;
  dayAgo: number | null;
  confirmedAt: number | null;
};

/** The series of each region and qualifier, with the value in force at an instant. */
function seriesByPlace(db: Db, at: number): Map<string, ScoreSeries[]> {
  const sql = `SELECT s.region || ' ' || s.qualifier, s.zone_id, s.outcome, s.last_value, s.confirmed_at,
    CASE WHEN s.changed_at <= ? THEN s.last_value ELSE
      (SELECT p.value FROM point p WHERE p.series_id = s.id AND p.at <= ? ORDER BY p.at DESC LIMIT 1) END
    FROM series s WHERE s.kind = 'placement-score'`;
  const places = new Map<string, ScoreSeries[]>();
  type Row = [string, string, string, number | null, number | null, number | null];
  for (const [key, zoneId, outcome, value, confirmedAt, dayAgo] of prepared(db, sql).all(at, at) as Row[]) {
    const list = places.get(key) ?? [];
    list.push({ zoneId, outcome: toOutcome(outcome), value, dayAgo, confirmedAt });
    places.set(key, list);
  }
  return places;
}

/** The questions that were being answered at an instant: a change since then is known. */
function coveredTargets(db: Db, at: number): Set<number> {
  const sql = `SELECT c.target_id FROM coverage c JOIN target t ON t.id = c.target_id
    WHERE t.collector = 'placement-score' AND c.from_at <= ? AND c.to_at >= ?`;
  return new Set((prepared(db, sql).all(at, at) as [number][]).map(([id]) => id));
}

function scoreRow(
  question: ScoreQuestion,
  series: ScoreSeries | undefined,
  isCovered: boolean,
): PlacementScore {
  const { id: _, outcome: look, reason, ...place } = question;
  const score = series?.value ?? null;
  const dayAgo = series?.dayAgo ?? null;
  const outcome = placeOutcome(score, series?.outcome ?? look, look);
  return {
    ...place,
    zoneId: series === undefined || series.zoneId === '' ? null : series.zoneId,
    score,
    change24h: isCovered && score !== null && dayAgo !== null ? score - dayAgo : null,
    observedAt: series?.confirmedAt ?? null,
    outcome,
    reason: isIncomplete(outcome) ? reason : null,
  };
}

function unasked(questions: readonly ScoreQuestion[], regions: readonly string[]): PlacementScore[] {
  const kinds = new Map(questions.map((one) => [`${one.basket} ${one.capacity} ${one.level}`, one]));
  return [...kinds.values()].flatMap((one) =>
    regions
      .filter((region) => !questions.some((other) => other.region === region && isSame(other, one)))
      .map((region) => ({
        ...scoreRow({ ...one, region, outcome: 'never', reason: null }, undefined, false),
        reason: 'no configuration asks about this region',
      })),
  );
}

const isSame = (one: ScoreQuestion, other: ScoreQuestion) =>
  one.basket === other.basket && one.capacity === other.capacity && one.level === other.level;

/** By basket, level, capacity, region and zone. */
function byPlace(one: PlacementScore, other: PlacementScore): number {
  const compare = (a: string, b: string) => a.localeCompare(b, 'en');
  return (
    compare(one.basket, other.basket) ||
    compare(one.level, other.level) ||
    one.capacity - other.capacity ||
    compare(one.region, other.region) ||
    compare(one.zoneId ?? '', other.zoneId ?? '')
  );
}
