import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { randomFrom } from '../stand-in/hash.ts';

/** What happens to a desk in one trace: nothing in here knows the product. */

export type VerdictName = 'true' | 'hold' | 'false' | 'unknown';

export const POOLS = [
  { zone: 'use1-az1', region: 'us-east-1' },
  { zone: 'use1-az2', region: 'us-east-1' },
  { zone: 'usw2-az1', region: 'us-west-2' },
] as const;
export const REGIONS = ['us-east-1', 'us-west-2'] as const;

/** `sharp` is critical and of one pool, so that each of its Slack messages shows all that it tells. */
export type RuleName = 'wide' | 'sharp';
/** What may change while it runs; undefined: the rule is not there. */
export type RuleNow = { zones: readonly string[]; channels: readonly string[]; repeatMs: number };
export type Rules = Readonly<Record<RuleName, RuleNow | undefined>>;
export type Settings = { rules: Rules; regions: readonly string[] };

/** What a rule keeps for the whole trace. */
type Kept = { severity: string; forMs: number; keepFiringMs: number; resolveEvals: number };

/** How the receivers are: each answer is drawn from their mood. */
export type Mood = 'well' | 'shaky' | 'down' | 'gone';

type Deed =
  | { do: 'look'; region: string; whole: 'complete' | 'partial' | 'failed'; verdicts: readonly VerdictName[] }
  | { do: 'replay'; back: number }
  | { do: 'sweep' }
  | { do: 'deliver'; mood: Mood; forMs: number }
  | { do: 'silence'; match: Readonly<Record<string, string>>; lastsMs: number }
  | { do: 'unsilence'; which: number }
  | { do: 'edit'; settings: Settings }
  | { do: 'restart' }
  | { do: 'jump'; ms: number };

/** A deed after a while; the process may die at one of its writes, and begins it anew then. */
export type Step = Deed & { passMs: number; killAt: number };

export type Script = {
  seed: number;
  intervalMs: number;
  kept: Readonly<Record<RuleName, Kept>>;
  first: Settings;
  steps: readonly Step[];
};

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const INTERVAL = 2 * MINUTE;
const AT_ONCE = { forMs: 0, keepFiringMs: 0, resolveEvals: 1 };
const TIMINGS = [
  AT_ONCE,
  { forMs: 0, keepFiringMs: INTERVAL, resolveEvals: 2 },
  { forMs: INTERVAL, keepFiringMs: 0, resolveEvals: 1 },
  { forMs: 2 * INTERVAL, keepFiringMs: 3 * INTERVAL, resolveEvals: 1 },
];

export function scriptOf(seed: number): Script {
  const random = randomFrom(seed);
  // Some markets do nothing but come and go: only they are ever called flapping.
  const restless = random() < 0.2;
  const timing = () => (restless ? AT_ONCE : pick(random, TIMINGS));
  const severity = pick(random, ['normal', 'info']);
  const draw = { random, restless, moods: POOLS.map(() => random()), now: settingsOf(random), turn: 0 };
  const first = draw.now;
  const steps = Array.from({ length: 4 + Math.floor(random() * (restless ? 44 : 24)) }, () => stepOf(draw));
  const kept = { wide: { severity, ...timing() }, sharp: { severity: 'critical', ...timing() } };
  return { seed, intervalMs: INTERVAL, kept, first, steps };
}

type Draw = { random: Random; restless: boolean; moods: number[]; now: Settings; turn: number };

function stepOf(draw: Draw): Step {
  const { random } = draw;
  const chance = random();
  const passMs = chance < 0.06 ? pick(random, [31 * MINUTE, 62 * MINUTE, 2 * HOUR]) : random() * INTERVAL;
  return {
    ...deedOf(draw),
    passMs: Math.round(passMs),
    killAt: random() < 0.12 ? 1 + Math.floor(random() * 8) : 0,
  };
}

function deedOf(draw: Draw): Deed {
  const { random } = draw;
  const chance = random();
  if (chance < 0.46) return lookOf(draw);
  if (chance < 0.68)
    return { do: 'deliver', mood: moodOf(random), forMs: pick(random, [0, 12, 70]) * SECOND };
  if (chance < 0.8) return { do: 'sweep' };
  if (chance < 0.84)
    return { do: 'silence', match: matchOf(random), lastsMs: pick(random, [4, 15, 90]) * MINUTE };
  if (chance < 0.86) return { do: 'unsilence', which: Math.floor(random() * 4) };
  if (chance < 0.91) {
    draw.now = editOf(random, draw.now);
    return { do: 'edit', settings: draw.now };
  }
  if (chance < 0.94) return { do: 'restart' };
  if (chance < 0.97) return { do: 'replay', back: Math.floor(random() * 3) };
  return {
    do: 'jump',
    ms: pick(random, [-2 * HOUR, -20 * MINUTE, -MINUTE, 30 * SECOND, 10 * MINUTE, 2 * HOUR]),
  };
}

function lookOf(draw: Draw): Deed {
  const { random, restless, moods, now } = draw;
  draw.turn++;
  if (random() < 0.25) moods[Math.floor(random() * moods.length)] = random();
  const verdicts = moods.map((mood): VerdictName => {
    if (restless) return draw.turn % 2 === 0 ? 'true' : 'false';
    if (random() < 0.15) return pick(random, ['true', 'hold', 'false', 'unknown']);
    return mood < 0.5 ? 'true' : 'false';
  });
  const chance = random();
  const whole = chance < 0.9 ? 'complete' : chance < 0.95 ? 'partial' : 'failed';
  // A restless market is one region, or its looks would be too few for an hour.
  const region = restless && now.regions.includes(REGIONS[0]) ? REGIONS[0] : pick(random, now.regions);
  return {
    do: 'look',
    region,
    whole,
    verdicts: whole === 'complete' ? verdicts : moods.map(() => 'unknown'),
  };
}

function moodOf(random: Random): Mood {
  const chance = random();
  if (chance < 0.55) return 'well';
  return chance < 0.8 ? 'shaky' : chance < 0.93 ? 'down' : 'gone';
}

const matchOf = (random: Random): Record<string, string> =>
  pick<Record<string, string>>(random, [
    { rule: 'wide' },
    { severity: 'critical' },
    { zoneId: POOLS[0].zone },
    { region: POOLS[0].region, rule: 'wide' },
    { type: 'p5.48xlarge' },
  ]);

/** An edit changes the rules or the watch list: which of two changes came first nobody could tell. */
function editOf(random: Random, now: Settings): Settings {
  const { rules } = settingsOf(random);
  if (random() < 0.75) return { ...now, rules };
  return { ...now, regions: now.regions.length > 1 ? [pick(random, REGIONS)] : REGIONS };
}

function settingsOf(random: Random): Settings {
  const zones = random() < 0.7 ? POOLS.map((pool) => pool.zone) : [POOLS[0].zone, POOLS[2].zone];
  const wide = { zones, channels: ['hook'], repeatMs: pick(random, [0, 0, HOUR]) };
  const channels = pick(random, [['desk'], ['desk', 'hook'], ['hook', 'desk'], ['hook']]);
  const sharp = { zones: [POOLS[0].zone], channels, repeatMs: pick(random, [0, 30 * MINUTE, HOUR]) };
  const rules = { wide: random() < 0.92 ? wide : undefined, sharp: random() < 0.92 ? sharp : undefined };
  return { rules, regions: REGIONS };
}
