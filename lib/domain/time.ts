export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** How far back AWS serves spot prices (EC2 DescribeSpotPriceHistory). */
export const SPOT_HISTORY = 90 * DAY;

const ISO_WITH_ZONE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since 1970 of an ISO 8601 instant with a zone, or of a plain date (midnight UTC); else undefined. */
export function parseInstant(text: string): number | undefined {
  const match = ISO_WITH_ZONE.exec(text);
  if (match === null) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  // Date.parse rolls 2026-02-31 over to March on some engines: refuse what does not come back.
  const day = Number(match[3]);
  const monthDays = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
  return day >= 1 && day <= monthDays ? at : undefined;
}

/** ISO 8601 in UTC, without milliseconds where there are none: 2026-11-22T10:00:00Z. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** A day for people, UTC: "22 Nov". */
export function dayName(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The UTC day an instant lies in, as days since 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

const DURATION = /^(\d{1,6})(s|m|h|d)$/;
const UNITS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** Milliseconds of a whole-number duration such as 90s, 10m, 2h or 7d; else undefined. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

/** A duration as people write it and parseDuration reads it: 90s, 10m, 2h, 7d. */
export function durationText(ms: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => ms > 0 && ms % UNITS[name] === 0);
  return unit === undefined ? `${ms / SECOND}s` : `${ms / UNITS[unit]}${unit}`;
}

/** The largest whole unit that states a duration exactly enough to read: 45 s, 12 min, 3 h, 5 d. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < 2 * MINUTE) return `${Math.round(age / SECOND)} s`;
  if (age < 2 * HOUR) return `${Math.round(age / MINUTE)} min`;
  if (age < 2 * DAY) return `${Math.round(age / HOUR)} h`;
  return `${Math.round(age / DAY)} d`;
}
