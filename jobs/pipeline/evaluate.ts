import { announce, recordTransition, type Transition } from '#db/alerting/announce.ts';
import { type BoundRule, bindRules, type RuleError } from '#db/alerting/bind-rules.ts';
import { foldFlapping } from '#db/alerting/flapping.ts';
import { type OpenReadings, openReadings } from '#db/alerting/readings.ts';
import type { Db } from '#db/client.ts';
import {
  countOpenAlerts,
  findAlert,
  openAlerts,
  openAlertsOfRule,
  type StoredAlert,
} from '#db/queries/alerts.ts';
import { readNewestLook } from '#db/queries/newest-look.ts';
import { noteRuleErrors } from '#db/queries/rule-errors.ts';
import type { AlertMemory } from '#lib/alerts/facts.ts';
import { identityOf } from '#lib/alerts/identity.ts';
import { advance, freshState, type Step } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { HOUR } from '#lib/domain/time.ts';
import type { DeskReading, Finding } from '#lib/rules/types.ts';
import type { Evaluation, PublishedSet } from './types.ts';

/** Alerts of one rule that may be open at once: what is open stays, more are not opened. */
const MAX_OPEN_ALERTS = 500;

/**
 * Evaluates every rule of a collector on a set that is being published. Runs inside the publisher's transaction and
 * opens none of its own, so that a price, the change of state it causes and the news of it become visible together.
 */
export function evaluateSet(db: Db, set: PublishedSet): Evaluation {
  const evaluation: Evaluation = { transitions: 0, deliveries: 0, ruleErrors: [] };
  const rules = bindRules(db, set.collector, evaluation.ruleErrors);
  if (rules.length === 0) return evaluation;
  const look = readNewestLook(db, set.id);
  if (look === undefined) return evaluation;
  const readings = openReadings(db, set, look, rules);
  const open = openAlerts(db, set.region);
  const counts = countOpenAlerts(db);
  for (const bound of rules) {
    const known: Known = {
      open: open.get(bound.rule.id) ?? new Map(),
      find: (identity) => findAlert(db, bound.rule.id, identity),
      room: MAX_OPEN_ALERTS - (counts.get(bound.rule.id) ?? 0),
    };
    const transitions = decideSafely(bound, readings, known, set, evaluation.ruleErrors);
    record(db, bound, transitions, set, evaluation);
  }
  noteRuleErrors(db, evaluation.ruleErrors, set.collectedAt, set.collectedAt - ERRORS_LAST_MS);
  return evaluation;
}

/** A rule that has been well for so long is well. */
export const ERRORS_LAST_MS = 2 * HOUR;

/** What is on record of a rule's alerts: the open ones at hand, the others looked up when they are needed. */
type Known = {
  open: ReadonlyMap<string, StoredAlert>;
  find: (identity: string) => StoredAlert | undefined;
  room: number;
};

/**
 * Evaluates one rule on how the desk itself stands. What it no longer finds, such as a permission that has been granted,
 * is over. It has no sample set: the caller's transaction is its order.
 */
export function evaluateDesk(
  db: Db,
  bound: BoundRule,
  reading: DeskReading,
  occasion: DeskOccasion,
): Evaluation {
  const evaluation: Evaluation = { transitions: 0, deliveries: 0, ruleErrors: [] };
  const { now, simulated } = occasion;
  const set: PublishedSet = {
    id: Number.MAX_SAFE_INTEGER,
    collector: 'watch',
    region: 'global',
    collectedAt: now,
    completeness: 'complete',
    intervalMs: reading.look.intervalMs,
    simulated,
  };
  const open = new Map(openAlertsOfRule(db, bound.rule.id).map((alert) => [alert.identity, alert]));
  const found = bound.kind.evaluate(bound.params, reading, now);
  const identities = new Set(found.map((finding) => identityOf(finding.labels())));
  const gone = [...open.values()].filter(({ identity }) => !identities.has(identity));
  const transitions = [
    ...found,
    ...gone.map(
      ({ labels, memory }): Finding => ({
        verdict: { is: 'false' },
        labels: () => labels,
        facts: () => memory.latest,
      }),
    ),
  ].flatMap((finding) => {
    const identity = identityOf(finding.labels());
    const holds = finding.verdict.is === 'true';
    const before = open.get(identity) ?? (holds ? findAlert(db, bound.rule.id, identity) : undefined);
    if (open.get(identity) === undefined && !holds) return [];
    const decided = step(bound, finding, identity, before, set);
    return [{ ...decided, alert: { ...decided.alert, lastSetId: 0 } }];
  });
  record(db, bound, transitions, { ...set, region: null }, evaluation);
  return evaluation;
}

type DeskOccasion = { now: number; simulated: boolean };

/** A rule that fails has decided nothing, and the others go on. */
function decideSafely(
  bound: BoundRule,
  readings: OpenReadings,
  known: Known,
  set: PublishedSet,
  errors: RuleError[],
): Transition[] {
  try {
    return decide(bound, readings, known, set, errors);
  } catch (error) {
    errors.push({ rule: bound.rule.name, code: 'failed', detail: (error as Error).message });
    return [];
  }
}

function decide(
  bound: BoundRule,
  readings: OpenReadings,
  known: Known,
  set: PublishedSet,
  errors: RuleError[],
): Transition[] {
  const { rule, kind, params } = bound;
  const transitions: Transition[] = [];
  let { room } = known;
  let refused = 0;
  for (const finding of kind.evaluate(params, readings(kind.reads), set.collectedAt, known.open.size === 0)) {
    const holds = finding.verdict.is === 'true';
    // At rest only a true verdict moves anything: thousands of quiet pools need no row and no identity.
    if (!holds && known.open.size === 0) continue;
    const identity = identityOf(finding.labels());
    const open = known.open.get(identity);
    const before = open ?? (holds ? known.find(identity) : undefined);
    if (!isDue(before, holds, set)) continue;
    if (open === undefined && room-- <= 0) refused++;
    else transitions.push(step(bound, finding, identity, before, set));
  }
  if (refused > 0) {
    const detail = `${refused} more than the ${MAX_OPEN_ALERTS} alerts that one rule may have open`;
    errors.push({ rule: rule.name, code: 'too_many_alerts', detail });
  }
  return transitions;
}

/** An alert that has seen this set or a newer one is left alone; one that never was begins with a true verdict. */
function isDue(before: StoredAlert | undefined, holds: boolean, set: PublishedSet): boolean {
  return before === undefined ? holds : before.lastSetId < set.id;
}

function step(
  { rule, kind }: BoundRule,
  finding: Finding,
  identity: string,
  before: StoredAlert | undefined,
  set: PublishedSet,
): Transition {
  const { verdict } = finding;
  const facts = finding.facts();
  const previous = before?.state ?? freshState(set.collectedAt);
  const moved = advance(previous, verdict, { now: set.collectedAt, ...timingOf(set, rule) });
  // What is not known now must not overwrite what was last seen.
  const latest = verdict.is === 'unknown' ? (before?.memory.latest ?? facts) : facts;
  const fired = moved.event?.kind === 'firing' ? facts : (before?.memory.fired ?? null);
  const memory: AlertMemory = { latest, fired };
  return {
    alert: { ruleId: rule.id, identity, labels: finding.labels(), lastSetId: set.id },
    step: moved,
    memory,
    reason: reasonOf(moved, memory, kind),
  };
}

function timingOf({ intervalMs }: PublishedSet, rule: BoundRule['rule']) {
  const { forMs, keepFiringMs, resolveEvals } = rule;
  return { intervalMs, forMs, keepFiringMs, resolveEvals };
}

function reasonOf(
  { event }: Step,
  { latest, fired }: AlertMemory,
  kind: BoundRule['kind'],
): ResolveReason | null {
  if (event?.kind !== 'resolved') return null;
  if (event.reason !== 'cleared' || fired === null) return event.reason;
  return kind.whyEnded(fired, latest);
}

function record(
  db: Db,
  { rule, kind, params }: BoundRule,
  transitions: readonly Transition[],
  set: Pick<PublishedSet, 'collectedAt' | 'simulated'> & { region: string | null },
  evaluation: Evaluation,
): void {
  const moved = transitions.flatMap((transition) => recordTransition(db, transition, set.collectedAt) ?? []);
  const news = foldFlapping(db, rule.severity, moved, set.collectedAt);
  evaluation.transitions += moved.length;
  const told = kind.endsQuietly
    ? news.filter((item) => item.kind === 'firing' || item.member.reason !== 'told')
    : news;
  if (told.length === 0) return;
  const { id, name, severity, channels } = rule;
  const about = { id, name, severity, channels, condition: kind.describe(params) };
  evaluation.deliveries += announce(db, about, told, {
    region: set.region,
    source: kind.source,
    lookedAt: set.collectedAt,
    createdAt: set.collectedAt,
    simulated: set.simulated,
  });
}
