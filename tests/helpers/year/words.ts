/** Figures as an issue is to show them, written by the test's own means. */

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Micro-dollars: cents from a dollar on, hundredths of a cent below. */
export function dollars(micro: number): string {
  const places = micro >= 1e6 ? 2 : 4;
  const [whole = '', part = ''] = (Math.round(micro / 10 ** (6 - places)) / 10 ** places)
    .toFixed(places)
    .split('.');
  return `$${grouped(whole)}.${part}`;
}

/** How far `now` is from `before`, in tenths of a per cent. */
function tenths(now: number, before: number): number {
  return Math.round(((now - before) * 1000) / before);
}

export function move(now: number | null | undefined, before: number | null | undefined): string {
  if (now == null || before == null) return 'not known';
  const by = tenths(now, before);
  if (by === 0) return 'unchanged';
  return `${by > 0 ? '▲ +' : '▼ −'}${(Math.abs(by) / 10).toFixed(1)} %`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number) => String(value).padStart(2, '0');

/** 2 Jan 07:00 */
export function moment(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** The middle one of several, or the mean of the two in the middle. */
export function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[sorted.length >> 1] ?? 0) + (sorted[(sorted.length - 1) >> 1] ?? 0)) / 2;
}

const LETTERS = [...'▁▂▃▄▅▆▇█'];

/** A letter for the lowest of every five days, by its height between the lowest and the highest of them all. */
export function letters(days: readonly (number | null)[]): string {
  const parts = Array.from({ length: days.length / 5 }, (_, part) => {
    const known = days.slice(part * 5, part * 5 + 5).filter((value) => value !== null);
    return known.length === 0 ? null : Math.min(...known);
  });
  const known = parts.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return parts
    .map((value) => {
      if (value === null) return ' ';
      return low === high ? '▄' : LETTERS[Math.round(((value - low) * 7) / (high - low))];
    })
    .join('');
}
