import type { Facts } from '#lib/alerts/facts.ts';
import { identityOf, type Labels } from '#lib/alerts/identity.ts';
import { type AlertState, advance, freshState, type Verdict } from '#lib/alerts/lifecycle.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { Finding } from '#lib/rules/types.ts';

/** One time that a rule would have fired, milliseconds UTC; `endedAt` null: it fired until the end of the time. */
export type Episode = {
  labels: Labels;
  firedAt: number;
  endedAt: number | null;
  reason: ResolveReason | null;
  fired: Facts;
  latest: Facts;
};

export type ReplayTiming = { intervalMs: number; forMs: number; keepFiringMs: number; resolveEvals: number };

export type ReplayInput = {
  /** The looks at which something may change, on the grid of looks, ascending. */
  instants: readonly number[];
  evaluateAt(at: number): readonly Finding[];
  timing: ReplayTiming;
  whyEnded(fired: Facts, latest: Facts): ResolveReason;
};

type Track = { state: AlertState; verdict: Verdict; labels: Labels; latest: Facts; fired: Facts | null };

/**
 * What the lifecycle would have made of a rule, look by look. Between two instants nothing changes, so the looks between
 * them are gone through only until the lifecycle is at rest: the outcome is that of going through all of them.
 */
export function replay({ instants, evaluateAt, timing, whyEnded }: ReplayInput): Episode[] {
  const tracks = new Map<string, Track>();
  const episodes: Episode[] = [];
  const open = new Map<string, Episode>();
  const step = (identity: string, track: Track, at: number) => {
    const { next, event } = advance(track.state, track.verdict, { now: at, ...timing });
    track.state = next;
    if (event?.kind === 'firing') {
      track.fired = track.latest;
      const episode: Episode = {
        labels: track.labels,
        firedAt: at,
        endedAt: null,
        reason: null,
        fired: track.latest,
        latest: track.latest,
      };
      episodes.push(episode);
      open.set(identity, episode);
    }
    const episode = open.get(identity);
    if (event?.kind !== 'resolved' || episode === undefined) return;
    const reason = track.fired === null ? 'cleared' : whyEnded(track.fired, track.latest);
    Object.assign(episode, { endedAt: at, reason, latest: track.latest });
    open.delete(identity);
  };
  for (const at of instants) {
    for (const [identity, track] of tracks) goThrough(identity, track, at, timing.intervalMs, step);
    for (const finding of evaluateAt(at)) {
      const labels = finding.labels();
      const identity = identityOf(labels);
      const known = tracks.get(identity);
      if (known === undefined && finding.verdict.is !== 'true') continue;
      const latest = finding.verdict.is === 'unknown' && known !== undefined ? known.latest : finding.facts();
      const track = known ?? { state: freshState(at), verdict: finding.verdict, labels, latest, fired: null };
      Object.assign(track, { verdict: finding.verdict, latest });
      tracks.set(identity, track);
      step(identity, track, at);
    }
  }
  return episodes;
}

/** The looks between the last instant and the next, for as long as they move anything. */
function goThrough(
  identity: string,
  track: Track,
  until: number,
  intervalMs: number,
  step: (identity: string, track: Track, at: number) => void,
): void {
  let at = track.state.lastEvalAt + intervalMs;
  while (at < until && !isAtRest(track)) {
    step(identity, track, at);
    at += intervalMs;
  }
  const last = until - intervalMs;
  // Looks at rest count as looks: what is held next is held since the last of them.
  if (last > track.state.lastEvalAt) track.state = { ...track.state, lastEvalAt: last };
}

/** Whether further looks with the same verdict change nothing but the time. */
function isAtRest({ state: { phase }, verdict }: Track): boolean {
  if (verdict.is === 'true') return phase === 'firing';
  if (verdict.is === 'false') return phase === 'ok';
  return verdict.is === 'hold' || phase !== 'pending';
}
