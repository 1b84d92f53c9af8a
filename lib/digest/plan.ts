import { DAY, HOUR } from '#lib/domain/time.ts';
import {
  addDays,
  type CalendarDay,
  dayText,
  instantOf,
  isoWeek,
  wallTimeAt,
  weekdayOf,
} from '#lib/domain/zone-time.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** A digest that somebody asked for: of what, for whom, and when by the clocks of a zone. */
export type DigestPlan = {
  name: string;
  channels: readonly string[];
  every: 'week' | 'day';
  /** Of a weekly one. */
  day: Weekday;
  /** By the clocks of the zone. */
  at: { hour: number; minute: number };
  zone: string;
  /** Globs; all that is watched where empty. */
  types: readonly string[];
  regions: readonly string[];
};

/** What a digest is about, and when it would come, where nobody has asked for one. */
export const EVERYTHING: DigestPlan = {
  ...{ name: 'weekly', channels: [], every: 'week', day: 'monday', at: { hour: 8, minute: 0 } },
  ...{ zone: 'UTC', types: [], regions: [] },
};

/** One issue of a digest: when it is due, and the stretch of time that it is about; UTC milliseconds. */
export type Issue = {
  /** 2026-W48, or 2026-11-23 of a daily one: one issue each, by the calendar of the zone. */
  period: string;
  dueAt: number;
  from: number;
  to: number;
};

/** An issue that could not be sent for longer than this is left out (spec 2.8). */
export const LATE_MS = 48 * HOUR;

/** The newest issue that is due at an instant: it is about the time since the one before was due. */
export function newestIssue(plan: DigestPlan, now: number): Issue {
  const step = plan.every === 'week' ? 7 : 1;
  const today: CalendarDay = wallTimeAt(now, plan.zone);
  const back = plan.every === 'week' ? (weekdayOf(today) - WEEKDAYS.indexOf(plan.day) - 1 + 7) % 7 : 0;
  const day = addDays(today, -back);
  const isDue = dueOn(plan, day).at <= now;
  return issueOf(plan, isDue ? day : addDays(day, -step));
}

/** The issue that is due next, after an instant. */
export function nextIssue(plan: DigestPlan, now: number): Issue {
  const last = newestIssue(plan, now);
  const day = wallTimeAt(last.dueAt, plan.zone);
  return issueOf(plan, addDays(calendarOf(plan, day, last), plan.every === 'week' ? 7 : 1));
}

/** A time that the clocks skip may be shown as one of the next day: the issue's own day is meant. */
function calendarOf(plan: DigestPlan, shown: CalendarDay, { dueAt }: Issue): CalendarDay {
  return dueOn(plan, shown).at === dueAt ? shown : addDays(shown, -1);
}

/** The issue that would come next, if it were due now: about as much time up to now. */
export function previewIssue(plan: DigestPlan, now: number): Issue {
  const { period } = nextIssue(plan, now);
  return { period, dueAt: now, from: now - (plan.every === 'week' ? 7 : 1) * DAY, to: now };
}

function issueOf(plan: DigestPlan, day: CalendarDay): Issue {
  const dueAt = dueOn(plan, day).at;
  const from = dueOn(plan, addDays(day, plan.every === 'week' ? -7 : -1)).at;
  return { period: plan.every === 'week' ? isoWeek(day) : dayText(day), dueAt, from, to: dueAt };
}

function dueOn({ at, zone }: DigestPlan, day: CalendarDay): { at: number; isSkipped: boolean } {
  return instantOf({ ...day, ...at }, zone);
}

/** Days within the next two years on which the clocks skip the time of a digest, and what they show instead. */
export function skippedTimes(plan: DigestPlan, now: number): { day: string; instead: string }[] {
  const found: { day: string; instead: string }[] = [];
  const first: CalendarDay = wallTimeAt(now, plan.zone);
  for (let ahead = 0; ahead < 2 * 366; ahead++) {
    const day = addDays(first, ahead);
    if (plan.every === 'week' && WEEKDAYS[weekdayOf(day) - 1] !== plan.day) continue;
    const due = dueOn(plan, day);
    if (!due.isSkipped || due.at < now - DAY) continue;
    const { hour, minute } = wallTimeAt(due.at, plan.zone);
    found.push({ day: dayText(day), instead: clockText({ hour, minute }) });
  }
  return found;
}

/** 08:00 */
function clockText({ hour, minute }: DigestPlan['at']): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Mondays at 08:00, Europe/Berlin */
export function planWords({ every, day, at, zone }: DigestPlan): string {
  const days = every === 'week' ? `${day[0]?.toUpperCase()}${day.slice(1)}s` : 'every day';
  return `${days} at ${clockText(at)}, ${zone}`;
}
