/** What one evaluation says: the condition holds, is in the dead band, does not hold, or cannot be judged. */
export type Verdict = { is: 'true' | 'hold' | 'false' } | { is: 'unknown'; health: Exclude<Health, 'fresh'> };

export type Phase = 'ok' | 'pending' | 'firing' | 'cooling';
export type Health = 'fresh' | 'no_data' | 'error';

export type AlertState = {
  phase: Phase;
  health: Health;
  episode: number;
  heldMs: number;
  falseHeldMs: number;
  falseEvals: number;
  unknownEvals: number;
  flapCount: number;
  lastEvalAt: number;
  firingAt: number | null;
  resolvedAt: number | null;
};

/** When the evaluation happens, and what the rule asks before it speaks. */
export type Timing = {
  now: number;
  intervalMs: number;
  forMs: number;
  keepFiringMs: number;
  resolveEvals: number;
};

/** Reasons that the lifecycle itself gives; a rule kind may say more about `cleared`. */
export type EndReason =
  | 'cleared'
  | 'rule_changed'
  | 'rule_disabled'
  | 'rule_deleted'
  | 'target_removed'
  | 'offer_start_passed';
type AlertEvent = { kind: 'firing' } | { kind: 'resolved'; reason: EndReason };

export type Step = { next: AlertState; event?: AlertEvent; note?: 'withdrawn' | 'lost_sight' };

/** Unknown evaluations in a row after which a pending alert is given up. */
const LOST_SIGHT_EVALS = 3;

/** The state of something that has never left `ok`. */
export function freshState(now: number): AlertState {
  return {
    phase: 'ok',
    health: 'fresh',
    episode: 0,
    heldMs: 0,
    falseHeldMs: 0,
    falseEvals: 0,
    unknownEvals: 0,
    flapCount: 0,
    lastEvalAt: now,
    firingAt: null,
    resolvedAt: null,
  };
}

/**
 * The next state after one evaluation, and the event that announces it if there is news.
 * Held times are added up from evaluation to evaluation, each step at most two intervals, so that downtime and clock
 * jumps can neither satisfy a `for` nor destroy it.
 */
export function advance(previous: AlertState, verdict: Verdict, timing: Timing): Step {
  if (verdict.is === 'unknown') return unknown(previous, verdict.health, timing.now);
  const seen: AlertState = { ...previous, health: 'fresh', unknownEvals: 0, lastEvalAt: timing.now };
  if (verdict.is === 'hold') return { next: seen };
  const delta = Math.min(Math.max(0, timing.now - previous.lastEvalAt), 2 * timing.intervalMs);
  return verdict.is === 'true' ? holds(seen, delta, timing) : fails(seen, delta, timing);
}

/**
 * A rule that now asks for more time takes back what has not held for so long: pending, without a word. The episode
 * stays the one that was told: it goes on silently once the time is up, and its end is told.
 */
export function lengthen(previous: AlertState, forMs: number): AlertState {
  const { phase, heldMs } = previous;
  if ((phase !== 'firing' && phase !== 'cooling') || heldMs >= forMs) return previous;
  return { ...previous, phase: 'pending', falseHeldMs: 0, falseEvals: 0 };
}

/** Pending again by a change of the rule, in the midst of an episode that was told. */
function isTold({ phase, firingAt, resolvedAt }: AlertState): boolean {
  return phase === 'pending' && firingAt !== null && resolvedAt === null;
}

/** Ends an alert for a reason other than its condition: news only if it had been firing. */
export function close(previous: AlertState, reason: EndReason, now: number): Step {
  const open = previous.phase === 'firing' || previous.phase === 'cooling' || isTold(previous);
  if (open) return { next: ended(previous, now), event: { kind: 'resolved', reason } };
  return { next: { ...previous, phase: 'ok', heldMs: 0 } };
}

function unknown(previous: AlertState, health: Health, now: number): Step {
  const unknownEvals = previous.unknownEvals + 1;
  const next: AlertState = { ...previous, health, unknownEvals, lastEvalAt: now };
  if (previous.phase !== 'pending' || isTold(previous) || unknownEvals < LOST_SIGHT_EVALS) return { next };
  return { next: { ...next, phase: 'ok', heldMs: 0 }, note: 'lost_sight' };
}

function holds(state: AlertState, delta: number, timing: Timing): Step {
  switch (state.phase) {
    case 'ok':
      return timing.forMs === 0
        ? fire(state, timing.now)
        : { next: { ...state, phase: 'pending', heldMs: 0 } };
    case 'pending': {
      const heldMs = state.heldMs + delta;
      if (heldMs < timing.forMs) return { next: { ...state, heldMs } };
      if (isTold(state)) return { next: { ...state, heldMs, phase: 'firing' } };
      return fire({ ...state, heldMs }, timing.now);
    }
    case 'firing':
      return { next: { ...state, heldMs: state.heldMs + delta } };
    case 'cooling':
      return {
        next: {
          ...state,
          phase: 'firing',
          falseHeldMs: 0,
          falseEvals: 0,
          flapCount: state.flapCount + 1,
        },
      };
  }
}

function fails(state: AlertState, delta: number, timing: Timing): Step {
  switch (state.phase) {
    case 'ok':
      return { next: state };
    case 'pending':
      if (isTold(state))
        return { next: ended(state, timing.now), event: { kind: 'resolved', reason: 'cleared' } };
      return { next: { ...state, phase: 'ok', heldMs: 0 }, note: 'withdrawn' };
    case 'firing':
      return cool({ ...state, phase: 'cooling', falseHeldMs: 0, falseEvals: 1 }, timing);
    case 'cooling':
      return cool(
        { ...state, falseHeldMs: state.falseHeldMs + delta, falseEvals: state.falseEvals + 1 },
        timing,
      );
  }
}

function fire(state: AlertState, now: number): Step {
  const next: AlertState = {
    ...state,
    phase: 'firing',
    episode: state.episode + 1,
    falseHeldMs: 0,
    falseEvals: 0,
    flapCount: 0,
    firingAt: now,
    resolvedAt: null,
  };
  return { next, event: { kind: 'firing' } };
}

function cool(state: AlertState, timing: Timing): Step {
  const longEnough = state.falseHeldMs >= timing.keepFiringMs && state.falseEvals >= timing.resolveEvals;
  if (!longEnough) return { next: state };
  return { next: ended(state, timing.now), event: { kind: 'resolved', reason: 'cleared' } };
}

function ended(state: AlertState, now: number): AlertState {
  return { ...state, phase: 'ok', heldMs: 0, falseHeldMs: 0, falseEvals: 0, resolvedAt: now };
}
