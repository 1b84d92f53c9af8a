import { usd } from '#lib/domain/money.ts';
import { DAY, dayName } from '#lib/domain/time.ts';
import { priceScale, type Scale, type StepSeries } from '#lib/plot/steps.ts';
import { drawSvg } from '#lib/plot/svg.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { DigestPicture, DigestPictures } from './document.ts';

/** More are not looked at, and weigh down a mail. */
const MOST_PICTURES = 6;

/** A type that may be shown: what moves it forward, and what stands beside its picture. */
export type Candidate = {
  title: string;
  caption: string;
  path: string;
  lows: readonly TimedValue[];
  by: number | null;
};

/** The daily lows of the types that moved most, either way, as data; undefined where none has a line to show. */
export function lowPictures(candidates: readonly Candidate[], to: number): DigestPictures | undefined {
  const drawable = candidates.filter(({ lows }) => lows.filter(({ value }) => value !== null).length > 1);
  const byMove = drawable.toSorted((a, b) => Math.abs(b.by ?? 0) - Math.abs(a.by ?? 0));
  const shown = byMove.slice(0, MOST_PICTURES).map((one) => pictureOf(one, to));
  const [first] = shown;
  if (first === undefined) return undefined;
  const which =
    drawable.length > shown.length
      ? `the ${shown.length} of ${drawable.length} types that moved most`
      : 'each type';
  return {
    note: `Pictures: ${which}, the lowest spot price of each UTC day from ${dayName(first.from)} to ${dayName(to)}. Each has a scale of its own, which need not begin at zero; hatched: no price is known. Source: EC2 spot price history.`,
    shown,
  };
}

function pictureOf({ title, caption, path, lows }: Candidate, to: number): DigestPicture {
  const known = lows.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const steps = known.filter(({ value }, index) => index === 0 || value !== known[index - 1]?.value);
  return {
    ...{ title, caption, path, unit: '$/h', from: lows[0]?.at ?? to, to },
    at: steps.map(({ at }) => at),
    value: steps.map(({ value }) => value),
    gaps: gapsOf(lows, to),
    alt: altOf(title, known, lows, to),
  };
}

/** Days without a price, neighbours as one. */
function gapsOf(lows: readonly TimedValue[], to: number): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (const { at, value } of lows) {
    if (value !== null) continue;
    const end = Math.min(at + DAY, to);
    const last = gaps.at(-1);
    if (last?.to === at) last.to = end;
    else gaps.push({ from: at, to: end });
  }
  return gaps;
}

/** What the picture shows, for whoever does not see it. */
function altOf(
  title: string,
  known: readonly { at: number; value: number }[],
  lows: readonly TimedValue[],
  to: number,
): string {
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const told = (one: { at: number; value: number } | undefined) =>
    one === undefined ? 'not known' : `${usd(one.value)}/h on ${dayName(one.at)}`;
  const days = `${known.length} of ${lows.length} days known`;
  return `${title}, lowest spot price of each UTC day, ${dayName(lows[0]?.at ?? to)} to ${dayName(to)}: ${told(known[0])} at first, ${told(known.at(-1))} at last, lowest ${told(sorted[0])}, highest ${told(sorted.at(-1))}; ${days}`;
}

/** The line of a picture, for whoever draws it. */
export function seriesOf({ at, value, gaps }: DigestPicture): StepSeries {
  return { at, value, gaps: gaps.map((gap) => ({ ...gap, outcome: 'never' })) };
}

export function scaleOf({ value }: DigestPicture): Scale {
  return priceScale(value);
}

export function pictureSvg(picture: DigestPicture): string {
  const { from, to, unit } = picture;
  return drawSvg({
    ...{ series: seriesOf(picture), window: { from, to }, scale: scaleOf(picture), unit, write: usd },
  });
}
