/** An arrow and a sign: up and down are told apart without colour. */
export function change(now: number | null, before: number | null): string {
  if (now === null || before === null || before === 0) return 'not known';
  const percent = Math.round((now / before - 1) * 1000) / 10;
  if (percent === 0) return 'unchanged';
  return `${percent > 0 ? '▲ +' : '▼ −'}${Math.abs(percent).toFixed(1)} %`;
}

/** How far a price has moved, as a share; null where either is not known. */
export function moved(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : now / before - 1;
}

/** Places of shares that things moved by, the farthest first; what is not known comes last. */
export function byMove(moves: readonly (number | null)[]): number[] {
  const far = (place: number) => Math.abs(moves[place] ?? 0);
  return [...moves.keys()].sort((a, b) => far(b) - far(a));
}

/** 23 Nov 08:00, in UTC */
export function when(at: number): string {
  const text = new Date(at).toISOString();
  const month = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(at).slice(0, 3);
  return `${Number(text.slice(8, 10))} ${month} ${text.slice(11, 16)}`;
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** A line of letters that shows how values moved: every mail program has them. A gap is a blank. */
export function sparkText(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const spread = Math.max(...known) - low;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const level = spread === 0 ? 3 : Math.round(((value - low) / spread) * (BLOCKS.length - 1));
      return BLOCKS[level];
    })
    .join('');
}

/** The lowest of every five days: eighteen letters fit a phone. */
export function inFives(days: readonly (number | null)[]): (number | null)[] {
  const parts: (number | null)[] = [];
  for (let start = 0; start < days.length; start += 5) {
    const known = days.slice(start, start + 5).filter((value) => value !== null);
    parts.push(known.length === 0 ? null : Math.min(...known));
  }
  return parts;
}

/** On how many of the days that are known it was lower than it is. */
export function rankText(now: number, days: readonly (number | null)[]): string {
  const known = days.filter((value) => value !== null);
  const below = known.filter((value) => value < now).length;
  return known.length === 0 ? 'not known' : `${below} of ${known.length}`;
}
