import { describe, expect, test } from 'vitest';
import { type AlertState, advance, close, freshState, type Verdict } from '#lib/alerts/lifecycle.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { randomFrom } from '../stand-in/hash.ts';
import { type Asked, type Happening, oracle, type Told } from './oracle.ts';

/** Random traces of looks, clock jumps and closings, judged by an oracle that looks back over the whole trace. */

const SEEDS = 10_000;
const LONGEST = 200;
const CLOSINGS = ['rule_changed', 'rule_disabled', 'target_removed', 'offer_start_passed'] as const;

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

function traceOf(seed: number): { asked: Asked; trace: Happening[] } {
  const random = randomFrom(seed);
  const intervalMs = pick(random, [MINUTE, 5 * MINUTE, 30 * MINUTE]);
  const asked = {
    intervalMs,
    forMs: pick(random, [0, 0, 1, 2, 3.5, 6]) * intervalMs,
    keepFiringMs: pick(random, [0, 1, 2.5, 4]) * intervalMs,
    resolveEvals: pick(random, [1, 2, 3]),
  };
  const length = 1 + Math.floor(random() * LONGEST);
  const trace: Happening[] = [];
  let at = 1_790_000_000_000;
  let mood = random();
  for (let index = 0; index < length; index++) {
    at += stepOf(random, intervalMs);
    if (random() < 0.15) mood = random();
    trace.push(
      random() < 0.01 ? { at, closed: pick(random, CLOSINGS) } : { at, verdict: verdictOf(random, mood) },
    );
  }
  return { asked, trace };
}

/** Mostly an interval and a little; now and then a long sleep, a second look at once, or a clock set back. */
function stepOf(random: Random, intervalMs: number): number {
  const chance = random();
  if (chance < 0.02) return 200 * intervalMs;
  if (chance < 0.04) return -30 * intervalMs;
  if (chance < 0.06) return 0;
  return Math.round(intervalMs * (0.9 + 0.2 * random()));
}

/** Moods keep verdicts together for a while: true, false, blind, or in the dead band. */
function verdictOf(random: Random, mood: number): 'true' | 'hold' | 'false' | 'unknown' {
  const chance = random();
  if (chance < 0.1) return pick(random, ['true', 'hold', 'false', 'unknown']);
  if (mood < 0.4) return 'true';
  if (mood < 0.75) return 'false';
  return mood < 0.9 ? 'unknown' : 'hold';
}

function play(trace: readonly Happening[], asked: Asked): Told[] {
  const told: Told[] = [];
  let state = freshState(trace[0]?.at ?? 0);
  trace.forEach((happening, index) => {
    const step =
      'closed' in happening
        ? close(state, happening.closed, happening.at)
        : advance(state, asVerdict(happening.verdict), { now: happening.at, ...asked });
    // What is stored and read back is all that a restart keeps.
    state = JSON.parse(JSON.stringify(step.next)) as AlertState;
    if (step.event === undefined) return;
    const { episode } = state;
    told.push(
      step.event.kind === 'firing'
        ? { index, kind: 'firing', episode }
        : { index, kind: 'resolved', episode, reason: step.event.reason },
    );
  });
  return told;
}

const asVerdict = (is: 'true' | 'hold' | 'false' | 'unknown'): Verdict =>
  is === 'unknown' ? { is, health: 'no_data' } : { is };

function disagreement(seed: number): string | undefined {
  const { asked, trace } = traceOf(seed);
  const [expected, found] = [oracle(trace, asked), play(trace, asked)];
  if (JSON.stringify(expected) === JSON.stringify(found)) return undefined;
  return `seed ${seed}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
}

describe('the lifecycle', () => {
  test(`tells what an independent oracle tells, in ${SEEDS.toLocaleString('en')} random traces`, () => {
    let told = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      expect(disagreement(seed)).toBeUndefined();
      const { asked, trace } = traceOf(seed);
      if (seed % 100 === 0) told += oracle(trace, asked).length;
    }
    expect(told).toBeGreaterThan(500);
  });

  test('a look that proves nothing, between any two others, changes nothing that is told', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { asked, trace } = traceOf(seed);
      const seeing = trace.filter((one) => !('verdict' in one) || one.verdict !== 'unknown');
      const blinded = seeing.flatMap((one): Happening[] =>
        'verdict' in one ? [one, { at: one.at, verdict: 'unknown' }] : [one],
      );
      const withoutIndex = (all: readonly Told[]) => all.map(({ index: _, ...rest }) => rest);
      expect(withoutIndex(play(blinded, asked)), `seed ${seed}`).toEqual(withoutIndex(play(seeing, asked)));
    }
  });
});
