import { formatAge, MONTHS } from '#lib/domain/time.ts';

export { usd } from '#lib/domain/money.ts';
export { dayName } from '#lib/domain/time.ts';

const NARROW = '\u202f';

const whole = new Intl.NumberFormat('en-US');

/** A signed change: +2.1 %, −0.4 %, 0.0 %. */
export function percentChange(fraction: number): string {
  const rounded = Math.round(fraction * 1000) / 10;
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '';
  return `${sign}${Math.abs(rounded).toFixed(1)}${NARROW}%`;
}

export type Direction = 'up' | 'down' | 'flat';

/** Which way a change points, once rounded as it is shown. */
export function direction(fraction: number): Direction {
  const rounded = Math.round(fraction * 1000);
  return rounded > 0 ? 'up' : rounded < 0 ? 'down' : 'flat';
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)}${NARROW}%`;
}

/** A share to be compared with others near it: one decimal under 100 %. */
export function finePercent(fraction: number): string {
  return `${(fraction * 100).toFixed(fraction < 0.9995 ? 1 : 0)}${NARROW}%`;
}

export function count(value: number): string {
  return whole.format(value);
}

/** One noun for one, the other for any other number: "1 pool", "7 pools". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The age of an instant by the product clock: "4 min ago". */
export function ago(at: number, now: number): string {
  return `${formatAge(now - at)} ago`;
}

/** An instant for people, always UTC: "22 Nov 2026 20:41". */
export function instant(at: number, seconds = false): string {
  const text = new Date(at).toISOString();
  const month = MONTHS[Number(text.slice(5, 7)) - 1];
  return `${Number(text.slice(8, 10))} ${month} ${text.slice(0, 4)} ${text.slice(11, seconds ? 19 : 16)}`;
}

const FRACTIONS = new Map([
  [0.125, '⅛'],
  [0.25, '¼'],
  [0.5, '½'],
]);

/** How many accelerators a type has: "8", "⅛", or words where AWS does not say. */
export function acceleratorCount(value: number): string {
  if (value <= 0) return 'count unknown';
  return FRACTIONS.get(value) ?? String(value);
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = value;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}

/** How long something took: 240 ms, 4.2 s, 3 min. */
export function took(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatAge(ms);
}
