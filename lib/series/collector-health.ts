import { COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';

export type CollectorState = 'ok' | 'late' | 'failing' | 'starting' | 'disabled';

/** What is known of one target; times are product milliseconds. */
export type WatchedTarget = {
  name: string;
  region: string;
  outcome: Outcome;
  lastLookAt: number | null;
  lastCompleteAt: number | null;
  /** How many questions it asks of the region. */
  questions?: number;
};

/** Of several questions the worst answer leads: one that is refused must not hide behind others that are not. */
const WORST_FIRST: readonly Outcome[] = [
  'denied',
  'throttled',
  'failed',
  'region_disabled',
  'value',
  'none',
  'not_sold',
  'never',
];

/** One row for two questions of the same collector and region. */
export function foldTargets(one: WatchedTarget, other: WatchedTarget): WatchedTarget {
  const worse = WORST_FIRST.indexOf(one.outcome) <= WORST_FIRST.indexOf(other.outcome) ? one : other;
  return {
    ...worse,
    lastLookAt: newer(one.lastLookAt, other.lastLookAt),
    lastCompleteAt: newer(one.lastCompleteAt, other.lastCompleteAt),
    questions: (one.questions ?? 1) + (other.questions ?? 1),
  };
}

function newer(one: number | null, other: number | null): number | null {
  return one === null || (other !== null && other > one) ? other : one;
}

export type CollectorHealth = WatchedTarget & { ageMs: number | null; state: CollectorState };

export type Health = {
  status: 'ok' | 'starting' | 'failing';
  reason: string | undefined;
  collectors: CollectorHealth[];
};

/** How long a first start may take before silence counts as a fault. */
const STARTING = 5 * MINUTE;
const SHORTEST_LIMIT = 15 * MINUTE;

/** How old the newest complete look of a collector may grow. */
function ageLimit(name: string): number {
  return Math.max(3 * intervalOf(name), SHORTEST_LIMIT);
}

function intervalOf(name: string): number {
  return COLLECTOR_INTERVALS_MS[name as CollectorName] ?? 0;
}

/** `firstRunAt`, `lastRunAt`: the oldest and newest start in the run ledger. */
export function judgeHealth(
  targets: readonly WatchedTarget[],
  runs: { firstRunAt: number | null; lastRunAt: number | null },
  now: number,
): Health {
  const looks = targets.map((target) => target.lastLookAt);
  const since = [runs.firstRunAt, ...looks].filter((at) => at !== null);
  const starting = targets.length === 0 || since.length === 0 || now - Math.min(...since) < STARTING;
  const collectors = targets.map((target) => judgeTarget(target, starting, now));
  const reason = starting ? undefined : findFault(collectors, runs.lastRunAt ?? 0, now);
  const pending = starting && (collectors.length === 0 || collectors.some((one) => one.state === 'starting'));
  return { status: reason !== undefined ? 'failing' : pending ? 'starting' : 'ok', reason, collectors };
}

function judgeTarget(target: WatchedTarget, starting: boolean, now: number): CollectorHealth {
  const ageMs = target.lastCompleteAt === null ? null : now - target.lastCompleteAt;
  // A region that the account has not enabled is a fact, not a fault.
  const state = target.outcome === 'region_disabled' ? 'disabled' : stateOf(target.name, ageMs, starting);
  return { ...target, ageMs, state };
}

function stateOf(name: string, ageMs: number | null, starting: boolean): CollectorState {
  if (ageMs === null) return starting ? 'starting' : 'failing';
  if (ageMs > ageLimit(name)) return 'failing';
  return ageMs > 2 * intervalOf(name) ? 'late' : 'ok';
}

function findFault(
  collectors: readonly CollectorHealth[],
  lastRunAt: number,
  now: number,
): string | undefined {
  if (now - lastRunAt > ageLimit('spot-price')) return 'no job has run lately';
  for (const name of new Set(collectors.map((one) => one.name))) {
    const own = collectors.filter((one) => one.name === name && one.state !== 'disabled');
    if (own.length > 0 && own.every((one) => one.state === 'failing'))
      return `${name} has no complete look that is recent enough`;
  }
  return undefined;
}
