import { COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';
import type { Finding } from '#lib/health/findings.ts';

export type CollectorState = 'ok' | 'late' | 'failing' | 'starting' | 'disabled';

/** What is known of one collector in one region; times are product milliseconds. */
export type WatchedTarget = {
  name: string;
  region: string;
  /** Of several questions the one that leads: the worst. */
  outcome: Outcome;
  lastLookAt: number | null;
  lastCompleteAt: number | null;
  /** How often it looks, where that is not what it does by itself. */
  intervalMs?: number;
  /** How many of its questions came to what. */
  counts?: Partial<Record<Outcome, number>>;
  errorClass?: string | null;
  errorText?: string | null;
};

/** How many questions a collector asks of a region. */
export function questionsOf({ counts }: Pick<WatchedTarget, 'counts'>): number {
  return Object.values(counts ?? { value: 1 }).reduce((sum, count) => sum + count, 0);
}

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

/** One row for the questions of a collector and region that came to two different outcomes. */
export function foldTargets(one: WatchedTarget, other: WatchedTarget): WatchedTarget {
  const worse = WORST_FIRST.indexOf(one.outcome) <= WORST_FIRST.indexOf(other.outcome) ? one : other;
  const intervals = [one, other].map(intervalOf).filter((ms) => ms > 0);
  return {
    ...worse,
    // What is asked often tells first that nothing is heard any more.
    ...(intervals.length > 0 && { intervalMs: Math.min(...intervals) }),
    lastLookAt: newer(one.lastLookAt, other.lastLookAt),
    lastCompleteAt: newer(one.lastCompleteAt, other.lastCompleteAt),
    counts: { ...one.counts, ...other.counts },
  };
}

function newer(one: number | null, other: number | null): number | null {
  return one === null || (other !== null && other > one) ? other : one;
}

export type CollectorHealth = WatchedTarget & { ageMs: number | null; state: CollectorState };

/**
 * `failing`: what is shown is not to be trusted, because nothing runs, nobody is let in, or no spot price is recent.
 * `partly`: single regions or secondary sources lack, and what is shown of the rest is sound.
 */
export type Health = {
  status: 'ok' | 'partly' | 'starting' | 'failing';
  reason: string | undefined;
  collectors: CollectorHealth[];
};

/** How long a first start may take before silence counts as a fault. */
const STARTING = 5 * MINUTE;
const SHORTEST_LIMIT = 15 * MINUTE;

/** How old the newest complete look of a collector may grow. */
export function ageLimit(of: Timed): number {
  return Math.max(3 * intervalOf(of), SHORTEST_LIMIT);
}

type Timed = Pick<WatchedTarget, 'name' | 'intervalMs'>;

function intervalOf({ name, intervalMs }: Timed): number {
  return intervalMs ?? COLLECTOR_INTERVALS_MS[name as CollectorName] ?? 0;
}

/** The oldest and newest start in the run ledger, the jobs that run now, and what is the matter with the desk itself. */
export type Signs = {
  firstRunAt: number | null;
  lastRunAt: number | null;
  running?: readonly string[];
  findings?: readonly Finding[];
};

export function judgeHealth(targets: readonly WatchedTarget[], signs: Signs, now: number): Health {
  const looks = targets.map((target) => target.lastLookAt);
  const since = [signs.firstRunAt, ...looks].filter((at) => at !== null);
  const starting = targets.length === 0 || since.length === 0 || now - Math.min(...since) < STARTING;
  // However long a first run takes, what it has not come to yet is under way; its deadline ends it if nothing else does.
  const isUnderWay = ({ name, lastLookAt }: WatchedTarget) =>
    lastLookAt === null && (signs.running?.includes(name) ?? false);
  const collectors = targets.map((target) => judgeTarget(target, starting || isUnderWay(target), now));
  const refused = signs.findings?.find(({ kind }) => kind === 'credentials')?.what;
  const reason = refused ?? (starting ? undefined : findFault(collectors, signs.lastRunAt ?? 0, now));
  if (reason !== undefined) return { status: 'failing', reason, collectors };
  if ((starting && collectors.length === 0) || collectors.some((one) => one.state === 'starting'))
    return { status: 'starting', reason, collectors };
  const lacks = findLack(collectors) ?? signs.findings?.[0]?.what;
  return { status: lacks === undefined ? 'ok' : 'partly', reason: lacks, collectors };
}

function judgeTarget(target: WatchedTarget, starting: boolean, now: number): CollectorHealth {
  const ageMs = target.lastCompleteAt === null ? null : now - target.lastCompleteAt;
  // A region that the account has not enabled is a fact, not a fault.
  const state = target.outcome === 'region_disabled' ? 'disabled' : stateOf(target, ageMs, starting);
  return { ...target, ageMs, state };
}

function stateOf(target: Timed, ageMs: number | null, starting: boolean): CollectorState {
  if (ageMs === null) return starting ? 'starting' : 'failing';
  if (ageMs > ageLimit(target)) return 'failing';
  return ageMs > 2 * intervalOf(target) ? 'late' : 'ok';
}

/** The source without which nothing that is shown can be trusted. */
const VITAL = 'spot-price';

/** How long nothing may be heard of that source, nor of any job at all. */
export function vitalLimit(collectors: readonly Timed[]): number {
  return ageLimit(collectors.find(({ name }) => name === VITAL) ?? { name: VITAL });
}

function findFault(
  collectors: readonly CollectorHealth[],
  lastRunAt: number,
  now: number,
): string | undefined {
  if (now - lastRunAt > vitalLimit(collectors)) return 'no job has run lately';
  return isLost(collectors, VITAL) ? `${VITAL} has no complete look that is recent enough` : undefined;
}

/** What lacks without putting the rest in doubt: a whole secondary source, or else single regions. */
function findLack(collectors: readonly CollectorHealth[]): string | undefined {
  const failing = collectors.filter((one) => one.state === 'failing');
  const lost = [...new Set(failing.map((one) => one.name))].filter((name) => isLost(collectors, name));
  if (lost.length > 0) return `no complete look that is recent enough: ${lost.join(', ')}`;
  const regions = new Set(failing.map((one) => one.region));
  return regions.size === 0
    ? undefined
    : `no complete look that is recent enough in ${[...regions].join(', ')}`;
}

function isLost(collectors: readonly CollectorHealth[], name: string): boolean {
  const own = collectors.filter((one) => one.name === name && one.state !== 'disabled');
  return own.length > 0 && own.every((one) => one.state === 'failing');
}
