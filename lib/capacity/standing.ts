import type { CapacityAsk, CapacitySettings } from '#lib/config/capacity.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DAY, SECOND } from '#lib/domain/time.ts';
import { BLOCK_DURATIONS_HOURS, BOOKING_HORIZON } from './durations.ts';
import { type BlockQuestion, isUltraServer, qualifierOf } from './question.ts';

/** How often a question is asked: at every cycle, or once a day. */
type Cadence = 'cycle' | 'daily';

/** One question that a region is asked time and again. Its answers are a target of their own. */
export type StandingQuestion = {
  /** Identity within the region. */
  key: string;
  item: string;
  qualifier: string;
  cadence: Cadence;
  /** Calls it may take. */
  calls: number;
  asks: { what: 'offers'; question: BlockQuestion } | { what: 'largest'; durationHours: number };
};

/** What decides which questions a region is asked. */
export type RegionFacts = {
  region: string;
  /** Instance types sold there as Capacity Blocks. */
  types: readonly string[];
  /** UltraServer types to look for; `found` where an offer of one has been seen. */
  ultraServers: readonly { item: string; found: boolean }[];
};

/** The largest count is looked for at the shortest duration. */
const LARGEST_DURATION_HOURS = 24;
const LARGEST_CALLS = 7;
/** The qualifier of the largest obtainable count. */
export const LARGEST_QUALIFIER = `max@${LARGEST_DURATION_HOURS}h`;

/** Every question of a region, the users' own first; each once, at the shorter of its cadences. */
export function standingQuestions(
  { region, types, ultraServers }: RegionFacts,
  { grid, asks }: CapacitySettings,
  now: number,
): StandingQuestion[] {
  const found = ultraServers.filter((one) => one.found).map((one) => one.item);
  const sold = [...types, ...found];
  const all = [
    ...asks.filter((ask) => isAsked(ask, region, sold, now)).map((ask) => offers('cycle', toQuestion(ask))),
    ...sold.flatMap((item) => gridOf(item, grid)),
    ...sold.flatMap((item) =>
      BLOCK_DURATIONS_HOURS.map((hours) => offers('daily', { item, count: 1, durationHours: hours })),
    ),
    ...types.map(largest),
    // UltraServers appear in places that no list names: each region is asked once a day.
    ...ultraServers.map(({ item }) =>
      offers('daily', { item, count: 1, durationHours: LARGEST_DURATION_HOURS }),
    ),
  ];
  // The first of those with one key is asked at the shortest interval.
  const questions = new Map<string, StandingQuestion>();
  for (const one of all) if (!questions.has(one.key)) questions.set(one.key, one);
  return [...questions.values()];
}

/** A window that has passed is no longer asked about, and one that AWS does not book yet not before it does. */
function isAsked(ask: CapacityAsk, region: string, sold: readonly string[], now: number): boolean {
  if (ask.startBefore !== undefined && ask.startBefore <= now) return false;
  if (ask.startAfter !== undefined && ask.startAfter > now + BOOKING_HORIZON) return false;
  return ask.regions.length > 0 ? ask.regions.includes(region) : sold.includes(ask.type);
}

function toQuestion({ type, count, durationHours, startAfter, startBefore }: CapacityAsk): BlockQuestion {
  return { item: type, count, durationHours, startAfter, startBefore };
}

function gridOf(item: string, { counts, durationsHours }: CapacitySettings['grid']): StandingQuestion[] {
  // One UltraServer is one block: larger counts are not sold.
  const asked = isUltraServer(item) ? [1] : counts;
  return durationsHours.flatMap((durationHours) =>
    asked.map((count) => offers('cycle', { item, count, durationHours })),
  );
}

function offers(cadence: Cadence, question: BlockQuestion): StandingQuestion {
  const { item } = question;
  const qualifier = qualifierOf(question);
  return {
    key: `${item} ${qualifier}`,
    item,
    qualifier,
    cadence,
    calls: 1,
    asks: { what: 'offers', question },
  };
}

function largest(item: string): StandingQuestion {
  return {
    key: `${item} ${LARGEST_QUALIFIER}`,
    item,
    qualifier: LARGEST_QUALIFIER,
    cadence: 'daily',
    calls: LARGEST_CALLS,
    asks: { what: 'largest', durationHours: LARGEST_DURATION_HOURS },
  };
}

/** How much of an interval a sweep may take, so that it ends before the next begins. */
export const SWEEP_SHARE = 0.9;

export type SweepPace = { intervalMs: number; perSecond: number };

/** Calls of one cycle: what is asked every time, and an even share of what is asked daily. */
function callsPerCycle(
  questions: readonly StandingQuestion[],
  intervalMs: number,
): { every: number; daily: number } {
  const sum = (cadence: Cadence) =>
    questions.filter((one) => one.cadence === cadence).reduce((calls, one) => calls + one.calls, 0);
  return { every: sum('cycle'), daily: Math.ceil((sum('daily') * intervalMs) / DAY) };
}

/**
 * Refuses questions that AWS's rate does not let through within the interval.
 * @throws AppError SWEEP_TOO_LONG
 */
export function checkSweep(
  region: string,
  questions: readonly StandingQuestion[],
  { intervalMs, perSecond }: SweepPace,
): void {
  const { every, daily } = callsPerCycle(questions, intervalMs);
  const needed = Math.ceil((every + daily) / perSecond);
  const room = Math.floor((SWEEP_SHARE * intervalMs) / SECOND);
  if (needed <= room) return;
  const rate = `at ${perSecond} calls a second`;
  throw new AppError(
    'SWEEP_TOO_LONG',
    `${every + daily} Capacity Block queries in ${region} (${every} each time, ${daily} of the daily ones) need ${needed} s ${rate}, ` +
      `of an interval of ${intervalMs / SECOND} s ${room} s may be used; ` +
      `remove counts or durations of capacity.grid, asks, or types`,
    {
      field: 'capacity',
      received: `${every + daily} queries`,
      accepted: `at most ${Math.floor(room * perSecond)} queries in a region`,
    },
  );
}
