import { DAY } from '#lib/domain/time.ts';
import type { Week } from './calendar.ts';
import type { ExpectedPictures } from './expected.ts';
import { dollars, moment, move } from './words.ts';

/** A type with a price now, and the lowest of each of the 90 days up to the end. */
export type Pictured = { type: string; now: number; before: number | null; lows: readonly (number | null)[] };

const MOST = 6;
const dayOf = (at: number) => moment(at).split(' ').slice(0, 2).join(' ');

/** What the pictures of an issue have to show: each type's own, how far it moved, and how many of them there are. */
export function expectedPictures(types: readonly Pictured[], { to }: Week): ExpectedPictures | undefined {
  const drawable = types.filter(({ lows }) => lows.filter((low) => low !== null).length >= 2);
  if (drawable.length === 0) return undefined;
  const shown = Math.min(MOST, drawable.length);
  const first = (Math.floor((to - 1) / DAY) - 89) * DAY;
  const which =
    drawable.length > shown ? `the ${shown} of ${drawable.length} types that moved most` : 'each type';
  const byOf = ({ now, before }: Pictured) => (before === null ? 0 : Math.abs(now - before) / before);
  return {
    note: `Pictures: ${which}, the lowest spot price of each UTC day from ${dayOf(first)} to ${dayOf(to)}. Each has a scale of its own, which need not begin at zero; hatched: no price is known. Source: EC2 spot price history.`,
    moves: drawable
      .map(byOf)
      .toSorted((a, b) => b - a)
      .slice(0, shown),
    of: new Map(drawable.map((one) => [one.type, { by: byOf(one), picture: pictureOf(one, first, to) }])),
  };
}

function pictureOf({ type, now, before, lows }: Pictured, first: number, to: number) {
  const days = lows.map((value, day) => ({ at: first + day * DAY, value }));
  const known = days.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const steps = known.filter(({ value }, index) => value !== known[index - 1]?.value);
  const told = (one: { at: number; value: number } | undefined) =>
    `${dollars(one?.value ?? 0)}/h on ${dayOf(one?.at ?? 0)}`;
  const [least, most] = [Math.min, Math.max].map((of) => of(...known.map(({ value }) => value)));
  const ends = `${told(known[0])} at first, ${told(known.at(-1))} at last`;
  const bounds = `lowest ${told(known.find(({ value }) => value === least))}, highest ${told(known.findLast(({ value }) => value === most))}`;
  return {
    ...{ title: type, caption: `${dollars(now)}/h ${move(now, before)}`, path: `/types/${type}?range=90d` },
    ...{ unit: '$/h', from: first, to },
    at: steps.map(({ at }) => at),
    value: steps.map(({ value }) => value),
    gaps: gapsOf(days, to),
    alt: `${type}, lowest spot price of each UTC day, ${dayOf(first)} to ${dayOf(to)}: ${ends}, ${bounds}; ${known.length} of 90 days known`,
  };
}

function gapsOf(days: readonly { at: number; value: number | null }[], to: number) {
  const gaps: { from: number; to: number }[] = [];
  days.forEach(({ at, value }, index) => {
    if (value !== null) return;
    const isMore = index > 0 && days[index - 1]?.value === null;
    const end = Math.min(at + DAY, to);
    if (isMore) gaps[gaps.length - 1]!.to = end;
    else gaps.push({ from: at, to: end });
  });
  return gaps;
}
