import { describe, expect, it } from 'vitest';
import { type AlertState, advance, close, freshState, type Timing, type Verdict } from './lifecycle.ts';

const T: Verdict = { is: 'true' };
const H: Verdict = { is: 'hold' };
const F: Verdict = { is: 'false' };
const U: Verdict = { is: 'unknown', health: 'no_data' };
const INTERVAL = 100;

const asks = (over: Partial<Timing> = {}): Timing => ({
  now: 1000,
  intervalMs: INTERVAL,
  forMs: 0,
  keepFiringMs: 0,
  resolveEvals: 1,
  ...over,
});

/** Runs verdicts one interval apart, or at the instants given. */
function play(
  verdicts: readonly (Verdict | [Verdict, number])[],
  over: Partial<Timing> = {},
  from = freshState(0),
) {
  const events: string[] = [];
  const phases: string[] = [];
  let state: AlertState = from;
  let now = state.lastEvalAt;
  for (const entry of verdicts) {
    const [verdict, at] = Array.isArray(entry) ? entry : [entry, now + INTERVAL];
    now = at;
    const step = advance(state, verdict, asks({ ...over, now }));
    state = step.next;
    phases.push(state.phase);
    if (step.event !== undefined) events.push(`${step.event.kind}@${now}`);
    if (step.note !== undefined) events.push(`${step.note}@${now}`);
  }
  return { state, events, phases };
}

describe('from ok', () => {
  it('fires at once without a for', () => {
    const { state, events } = play([T]);
    expect(events).toEqual(['firing@100']);
    expect(state).toMatchObject({ phase: 'firing', episode: 1, firingAt: 100, resolvedAt: null });
  });

  it('waits as pending with a for, having held nothing yet', () => {
    const { state, events } = play([T], { forMs: 50 });
    expect(events).toEqual([]);
    expect(state).toMatchObject({ phase: 'pending', heldMs: 0, episode: 0 });
  });

  it.each([
    ['hold', H, 'fresh'],
    ['false', F, 'fresh'],
    ['unknown', U, 'no_data'],
  ])('stays ok on %s', (_name, verdict, health) => {
    const { state, events } = play([verdict]);
    expect(events).toEqual([]);
    expect(state).toMatchObject({ phase: 'ok', health });
  });
});

describe('from pending', () => {
  it('fires once it has held for long enough, not before', () => {
    expect(play([T, T, T], { forMs: 200 }).events).toEqual(['firing@300']);
    expect(play([T, T], { forMs: 200 }).events).toEqual([]);
  });

  it('makes no progress on hold or unknown', () => {
    const { phases } = play([T, H, U, T], { forMs: 150 });
    expect(phases).toEqual(['pending', 'pending', 'pending', 'pending']);
    expect(play([T, H, U, T, T], { forMs: 150 }).events).toEqual(['firing@500']);
  });

  it('goes back to ok silently on false', () => {
    const { state, events } = play([T, T, F], { forMs: 1000 });
    expect(events).toEqual(['withdrawn@300']);
    expect(state).toMatchObject({ phase: 'ok', heldMs: 0, episode: 0 });
  });

  it('is given up after three unknowns in a row, and says that sight was lost', () => {
    expect(play([T, U, U], { forMs: 1000 }).phases.at(-1)).toBe('pending');
    expect(play([T, U, U, U], { forMs: 1000 })).toMatchObject({
      events: ['lost_sight@400'],
      state: { phase: 'ok' },
    });
    expect(play([T, U, U, H, U, U], { forMs: 1000 }).phases.at(-1)).toBe('pending');
  });

  it('counts at most two intervals of a gap, so that downtime cannot satisfy a for', () => {
    const { state, events } = play(
      [
        [T, 100],
        [T, 1_000_000],
      ],
      { forMs: 201 },
    );
    expect(events).toEqual([]);
    expect(state.heldMs).toBe(2 * INTERVAL);
  });

  it('counts nothing when the clock goes back', () => {
    const { state } = play(
      [
        [T, 1000],
        [T, 400],
        [T, 450],
      ],
      { forMs: 1000 },
    );
    expect(state.heldMs).toBe(50);
  });
});

describe('from firing', () => {
  it.each([
    ['true', T],
    ['hold', H],
    ['unknown', U],
  ])('stays on %s without news', (_name, verdict) => {
    const { phases, events } = play([T, verdict]);
    expect(phases.at(-1)).toBe('firing');
    expect(events).toEqual(['firing@100']);
  });

  it('resolves at the first false when nothing more is asked', () => {
    const { state, events } = play([T, F]);
    expect(events).toEqual(['firing@100', 'resolved@200']);
    expect(state).toMatchObject({ phase: 'ok', resolvedAt: 200, episode: 1 });
  });

  it.each([
    ['two evaluations', { resolveEvals: 2 }],
    ['a time', { keepFiringMs: 1 }],
  ])('only cools at the first false when %s is asked', (_name, over) => {
    const { state, events } = play([T, F], over);
    expect(events).toEqual(['firing@100']);
    expect(state).toMatchObject({ phase: 'cooling', falseHeldMs: 0, falseEvals: 1 });
  });

  it('never moves on unknown, however long, and shows its health', () => {
    const { state, events } = play([T, ...Array(50).fill(U)]);
    expect(events).toEqual(['firing@100']);
    expect(state).toMatchObject({ phase: 'firing', health: 'no_data', unknownEvals: 50 });
    const error: Verdict = { is: 'unknown', health: 'error' };
    expect(play([T, error]).state.health).toBe('error');
    expect(play([T, error, T]).state).toMatchObject({ health: 'fresh', unknownEvals: 0 });
  });
});

describe('from cooling', () => {
  const over = { keepFiringMs: 200, resolveEvals: 3 };

  it('resolves when both the time and the evaluations are reached', () => {
    expect(play([T, F, F, F], over).events).toEqual(['firing@100', 'resolved@400']);
    expect(play([T, F, F, F], { ...over, keepFiringMs: 201 }).events).toEqual(['firing@100']);
    expect(play([T, F, F, F], { ...over, resolveEvals: 4 }).events).toEqual(['firing@100']);
  });

  it('is the same episode again on true, silently, and counts the flap', () => {
    const { state, events } = play([T, F, T], over);
    expect(events).toEqual(['firing@100']);
    expect(state).toMatchObject({ phase: 'firing', episode: 1, flapCount: 1, firingAt: 100 });
    expect(play([T, F, F, T, F, F, F], over).events).toEqual(['firing@100', 'resolved@700']);
  });

  it('makes no progress on hold or unknown', () => {
    const { state, events } = play([T, F, H, U, F], over);
    expect(events).toEqual(['firing@100']);
    expect(state).toMatchObject({ phase: 'cooling', falseEvals: 2, falseHeldMs: INTERVAL });
  });

  it('begins a new episode when it fires after having resolved', () => {
    const { state, events } = play([T, F, T]);
    expect(events).toEqual(['firing@100', 'resolved@200', 'firing@300']);
    expect(state).toMatchObject({ episode: 2, flapCount: 0, resolvedAt: null });
  });
});

describe('closing', () => {
  it.each(['firing', 'cooling'] as const)('is news with its reason from %s', (phase) => {
    const state = { ...freshState(0), phase, episode: 1 };
    const step = close(state, 'rule_disabled', 7);
    expect(step.event).toEqual({ kind: 'resolved', reason: 'rule_disabled' });
    expect(step.next).toMatchObject({ phase: 'ok', resolvedAt: 7 });
  });

  it('is silent from pending', () => {
    const step = close({ ...freshState(0), phase: 'pending' }, 'rule_changed', 7);
    expect(step.event).toBeUndefined();
    expect(step.next).toMatchObject({ phase: 'ok', resolvedAt: null });
  });
});
