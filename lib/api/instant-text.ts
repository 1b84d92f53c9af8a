import { DAY, formatInstant, SECOND } from '#lib/domain/time.ts';

const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const MOST_DAYS = 2000;
const days = new Map<number, string>();

/** formatInstant for a hundred thousand of them: the date of a day is written once. */
export function instantText(at: number): string {
  if (at % SECOND !== 0) return formatInstant(at);
  const day = Math.floor(at / DAY);
  const seconds = (at - day * DAY) / SECOND;
  const minutes = Math.floor(seconds / 60);
  return `${dateText(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}Z`;
}

function dateText(day: number): string {
  let text = days.get(day);
  if (text === undefined) {
    text = formatInstant(day * DAY).slice(0, -'T00:00:00Z'.length);
    if (days.size >= MOST_DAYS) days.clear();
    days.set(day, text);
  }
  return text;
}

function two(number: number): string {
  return TWO_DIGITS[number] ?? '';
}
