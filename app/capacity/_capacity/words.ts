import { ago, dayName, usd } from '#app/_ui/format.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { DAY, formatAge, HOUR, MINUTE } from '#lib/domain/time.ts';

/**
 * What a region comes to for one question: an outcome, that exactly this is not among what is asked, or that AWS has
 * refused for so long that the account is likely to have no quota.
 */
export type PlaceState = Outcome | 'not_asked' | 'no_quota';

/** The state of a place in words; "no price" would be said of a price. */
export function stateWords(state: PlaceState): string {
  if (state === 'not_asked') return 'not asked';
  if (state === 'no_quota') return 'quota likely 0';
  if (state === 'none') return 'none on offer';
  if (state === 'value') return 'on offer';
  if (state === 'not_sold') return 'not sold';
  return outcomeWords(state);
}

/** The outcome whose mark stands for a state. */
export function markOf(state: PlaceState): Outcome {
  if (state === 'no_quota') return 'throttled';
  return state === 'not_asked' ? 'never' : state;
}

/** A duration asked for, always a whole number of days: "7 d". */
export function daysWords(hours: number): string {
  return `${hours / 24}\u00a0d`;
}

/** What is looked for: "8 × p5.48xlarge". */
export function sizeWords(count: number, type: string): string {
  return `${count}\u00a0×\u00a0${type}`;
}

/** A fee in dollars and cents, the cents only where there are any: "$64,512", "$996.67". */
export function feeWords(micro: number): string {
  return usd(micro).replace(/\.00(00)?$/, '');
}

/** Time to wait: "in 40 min", "in 5 d"; a start that is at hand or past is "now". */
export function startsIn(at: number, now: number): string {
  return at - now < MINUTE ? 'now' : `in ${waitWords(at - now)}`;
}

/** A stretch of time to the digit that helps to plan: "40 min", "7.5 h", "5 d". */
export function waitWords(ms: number): string {
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)}\u00a0min`;
  if (ms < 2 * DAY) return `${tenth(ms / HOUR)}\u00a0h`;
  return `${tenth(ms / DAY)}\u00a0d`;
}

/** The hours a block really delivers, and those asked for where it falls short: "40.4 of 48 h". */
export function deliveredWords(block: { startAt: number; endAt: number; durationHours: number }): string {
  const hours = tenth((block.endAt - block.startAt) / HOUR);
  return hours < block.durationHours ? `${hours} of ${block.durationHours} h` : `${hours} h`;
}

/** "1 Dec 11:30"; the year only where it is not the present one. Always UTC. */
export function shortInstant(at: number, now: number): string {
  const date = new Date(at);
  const year = date.getUTCFullYear() === new Date(now).getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`;
  return `${dayName(at)}${year} ${date.toISOString().slice(11, 16)}`;
}

/** When a place was last looked at, for people: "looked 4 min ago". */
export function lookedWords(
  place: { lastLookAt: number | null; lastCompleteAt: number | null },
  now: number,
): string {
  if (place.lastCompleteAt !== null) return `last complete look ${ago(place.lastCompleteAt, now)}`;
  return place.lastLookAt === null
    ? 'never looked at'
    : `tried ${ago(place.lastLookAt, now)}, never answered`;
}

/** How long something was seen for: at one look only, or at least so long. */
export function seenForWords(ms: number): string {
  return ms === 0 ? 'one look' : formatAge(ms);
}

/** "a, b and c". */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

const tenth = (value: number) => Math.round(value * 10) / 10;
