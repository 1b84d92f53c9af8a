import { suggest } from './suggest.ts';
import { DAY, MINUTE } from './time.ts';

/** A day of a calendar; months from 1. */
export type CalendarDay = { year: number; month: number; day: number };

/** What the clocks on the walls of a time zone show. */
export type WallTime = CalendarDay & { hour: number; minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    second: '2-digit',
    ...parts,
  });
  formats.set(zone, made);
  return made;
}

/** Names that IANA's database knows; an offset such as +01:00 is no zone, as it has no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The zone that was probably meant. */
export function suggestZone(name: string): string | undefined {
  return suggest(name, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
}

/** What the clocks in a zone show at an instant. */
export function wallTimeAt(at: number, zone: string): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

/**
 * The instant at which the clocks in a zone show a time. One that they skip is as much later as they skip; of one that
 * they show twice it is the first.
 */
export function instantOf(wall: WallTime, zone: string): { at: number; isSkipped: boolean } {
  const asUtc = utcOf(wall);
  // No zone is further than a day from UTC, and none changes its offset twice in two days.
  const before = offsetAt(asUtc - DAY, zone);
  const after = offsetAt(asUtc + DAY, zone);
  const right = [asUtc - before, asUtc - after].filter((at) => utcOf(wallTimeAt(at, zone)) === asUtc);
  if (right.length > 0) return { at: Math.min(...right), isSkipped: false };
  return { at: asUtc - before, isSkipped: true };
}

function utcOf({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds; whole minutes since 1972. */
function offsetAt(at: number, zone: string): number {
  const minute = at - (((at % MINUTE) + MINUTE) % MINUTE);
  return utcOf(wallTimeAt(minute, zone)) - minute;
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf({ year, month, day }: CalendarDay): number {
  return ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;
}

/** The calendar day so many days later, or earlier. */
export function addDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 2026-W48: the week by ISO 8601 that a day lies in. */
export function isoWeek(of: CalendarDay): string {
  const thursday = addDays(of, 4 - weekdayOf(of));
  const first = Date.UTC(thursday.year, 0, 1);
  const days = (Date.UTC(thursday.year, thursday.month - 1, thursday.day) - first) / DAY;
  return `${thursday.year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** 2026-11-23 */
export function dayText({ year, month, day }: CalendarDay): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
