import type { Outcome } from '#lib/domain/outcome.ts';
import { jitterOf } from '#lib/domain/schedule.ts';
import { DAY, HOUR, SECOND } from '#lib/domain/time.ts';
import { isIncomplete } from '#lib/series/standing.ts';
import { type StandingQuestion, SWEEP_SHARE, type SweepPace } from './standing.ts';

/** What is on record of a question. Times are product milliseconds. */
export type Asked = { outcome: Outcome; lastLookAt: number | null; lastCompleteAt: number | null };

/** A daily question that was answered this lately waits for the next day, whatever its hour. */
const HALF_A_DAY = 12 * HOUR;

/**
 * The questions to ask now, in order: those of every cycle, then as many of the daily ones as an even spread over the
 * day asks for. The longest unanswered come first, so that a sweep that was cut short goes on where it stopped.
 */
export function planSweep(
  questions: readonly StandingQuestion[],
  askedOf: (key: string) => Asked,
  now: number,
  pace: SweepPace,
): StandingQuestion[] {
  const known = questions.map((question) => ({ question, asked: upTo(now, askedOf(question.key)) }));
  const cycleAt = cycleStart(now, pace.intervalMs);
  const due = known
    .filter((one) => isDue(one, now, cycleAt))
    .sort((a, b) => (a.asked.lastCompleteAt ?? 0) - (b.asked.lastCompleteAt ?? 0));
  const every = due.filter((one) => !isDaily(one));
  // Of more than fit, those that AWS never answers must not take the turn of the others every time.
  const daily = due.filter(isDaily).sort((a, b) => (a.asked.lastLookAt ?? 0) - (b.asked.lastLookAt ?? 0));
  const room = Math.floor((SWEEP_SHARE * pace.intervalMs * pace.perSecond) / SECOND);
  const share = dailyShare(questions, pace.intervalMs);
  const left = Math.min(share, room - every.length);
  return [...every, ...withinBudget(daily, left)].map((one) => one.question);
}

/** A look that lies ahead is from before the clock was set back: it must not silence its question until then. */
function upTo(now: number, { outcome, lastLookAt, lastCompleteAt }: Asked): Asked {
  const past = (at: number | null) => (at !== null && at > now ? null : at);
  return { outcome, lastLookAt: past(lastLookAt), lastCompleteAt: past(lastCompleteAt) };
}

type Known = { question: StandingQuestion; asked: Asked };

/** What AWS does not sell in a region is asked once a day, too. */
function isDaily({ question, asked }: Known): boolean {
  return question.cadence === 'daily' || asked.outcome === 'not_sold';
}

function isDue(one: Known, now: number, cycleAt: number): boolean {
  const { lastCompleteAt, outcome } = one.asked;
  if (lastCompleteAt === null || isIncomplete(outcome)) return true;
  if (!isDaily(one)) return lastCompleteAt < cycleAt;
  return lastCompleteAt < dailyInstant(one.question.key, now) && now - lastCompleteAt >= HALF_A_DAY;
}

/** The start of the slot that a run at this time belongs to, as the scheduler cuts them. */
function cycleStart(now: number, intervalMs: number): number {
  const jitter = jitterOf('capacity-block', intervalMs);
  return Math.floor((now - jitter) / intervalMs) * intervalMs + jitter;
}

/** Every daily question has its own time of day. */
function dailyInstant(key: string, now: number): number {
  const ofDay = jitterOf(key, 10 * DAY);
  return Math.floor((now - ofDay) / DAY) * DAY + ofDay;
}

/** At most twice the even share: a first day is spread, too, and what was left over is caught up with. */
function dailyShare(questions: readonly StandingQuestion[], intervalMs: number): number {
  const calls = questions
    .filter((one) => one.cadence === 'daily')
    .reduce((sum, { calls: one }) => sum + one, 0);
  const largest = Math.max(0, ...questions.map((one) => one.calls));
  return Math.max(largest, Math.ceil((2 * calls * intervalMs) / DAY));
}

function withinBudget(daily: readonly Known[], budget: number): Known[] {
  const taken: Known[] = [];
  let left = budget;
  for (const one of daily) {
    // The first is asked even where it takes more than what is left, or it might never be.
    if (left <= 0 || (one.question.calls > left && taken.length > 0)) continue;
    taken.push(one);
    left -= one.question.calls;
  }
  return taken;
}
