import type { EndReason } from '#lib/alerts/lifecycle.ts';

/** One thing that happens to an alert. `at` is the wall clock, which may have been set either way. */
export type Happening =
  | { at: number; verdict: 'true' | 'hold' | 'false' | 'unknown' }
  | { at: number; closed: Exclude<EndReason, 'cleared'> };

export type Asked = { intervalMs: number; forMs: number; keepFiringMs: number; resolveEvals: number };

export type Told = { index: number; kind: 'firing' | 'resolved'; episode: number; reason?: EndReason };

/** Unknown looks in a row after which something that was only waiting is given up (spec 2.5). */
const GIVEN_UP_AFTER = 3;

/**
 * What people are to be told of a trace, judged by looking back over all of it: no state is carried but what was told.
 * Written from the specification's table, not from the state machine that it judges.
 */
export function oracle(trace: readonly Happening[], asked: Asked): Told[] {
  const told: Told[] = [];
  trace.forEach((happening, index) => {
    const last = told.at(-1);
    const from = last === undefined ? 0 : last.index + 1;
    if (last?.kind === 'firing') {
      const reason = endReason(trace, from, index, asked);
      if (reason !== undefined) told.push({ index, kind: 'resolved', episode: last.episode, reason });
    } else if ('verdict' in happening && isBreach(trace, from, index, asked)) {
      told.push({ index, kind: 'firing', episode: (last?.episode ?? 0) + 1 });
    }
  });
  return told;
}

/** Why an open episode ends with this happening, if it does. */
function endReason(
  trace: readonly Happening[],
  from: number,
  index: number,
  asked: Asked,
): EndReason | undefined {
  const happening = trace[index];
  if (happening !== undefined && 'closed' in happening) return happening.closed;
  return isOver(trace, from, index, asked) ? 'cleared' : undefined;
}

/** True when the condition has held for long enough, ending with this look. */
function isBreach(trace: readonly Happening[], from: number, index: number, asked: Asked): boolean {
  if (verdictAt(trace, index) !== 'true') return false;
  if (asked.forMs === 0) return true;
  const start = runStart(trace, from, index);
  return heldOver(trace, start + 1, index, 'true', asked) >= asked.forMs && start < index;
}

/** The first true look of the run that leads here: a false one, a closing, or three unknown in a row begin it anew. */
function runStart(trace: readonly Happening[], from: number, index: number): number {
  let start = index;
  let unknown = 0;
  for (let at = index - 1; at >= from; at--) {
    const verdict = verdictAt(trace, at);
    unknown = verdict === 'unknown' ? unknown + 1 : 0;
    if (verdict === 'false' || verdict === undefined || unknown === GIVEN_UP_AFTER) break;
    if (verdict === 'true') start = at;
  }
  return start;
}

/** True when enough looks, over enough time, have said since the last true one that it no longer holds. */
function isOver(trace: readonly Happening[], from: number, index: number, asked: Asked): boolean {
  if (verdictAt(trace, index) !== 'false') return false;
  let first = index;
  let count = 0;
  for (let at = index; at >= from && verdictAt(trace, at) !== 'true'; at--) {
    if (verdictAt(trace, at) !== 'false') continue;
    first = at;
    count++;
  }
  return (
    count >= asked.resolveEvals && heldOver(trace, first + 1, index, 'false', asked) >= asked.keepFiringMs
  );
}

/** Time that looks with one verdict stand for: each from the look before it, never more than two intervals. */
function heldOver(
  trace: readonly Happening[],
  from: number,
  to: number,
  verdict: string,
  { intervalMs }: Asked,
): number {
  let held = 0;
  for (let at = from; at <= to; at++) {
    if (verdictAt(trace, at) !== verdict) continue;
    held += Math.min(Math.max(0, (trace[at]?.at ?? 0) - lastLookBefore(trace, at)), 2 * intervalMs);
  }
  return held;
}

function lastLookBefore(trace: readonly Happening[], index: number): number {
  for (let at = index - 1; at >= 0; at--) if (verdictAt(trace, at) !== undefined) return trace[at]?.at ?? 0;
  return trace[index]?.at ?? 0;
}

function verdictAt(trace: readonly Happening[], index: number): string | undefined {
  const happening = trace[index];
  return happening !== undefined && 'verdict' in happening ? happening.verdict : undefined;
}
