import { perUnit } from '#lib/domain/money.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import type { PriceCondition, SpotFacts } from '../facts.ts';
import type { ResolveReason } from '../reasons.ts';
import { CLOSED, exactUsd, instant, type NoticeKind, roundUsd, type Words, windowOf } from './shared.ts';

export const spotPriceWords: Words<SpotFacts> = {
  start,
  holds,
  end,
  figures,
  singular: 'pool',
  plural: 'pools',
  changedAt: (facts) => facts.changedAt,
  key: ({ condition, type, zoneId, product }) => [condition, type, zoneId, product].join('|'),
  weight: (facts) => Math.abs(facts.change ?? 0),
};

function start(facts: SpotFacts): string {
  const where = placeOf(facts);
  const now = `${roundUsd(facts.priceMicro)}/h${perChip(facts)}`;
  if (facts.condition === 'rise' || facts.condition === 'fall') {
    const verb = facts.condition === 'rise' ? 'rose' : 'fell';
    return `${where} ${verb} ${percentOf(facts.change)} in ${windowOf(facts.windowMs)} to ${now}`;
  }
  const verb = facts.condition === 'above' ? 'went up to or over' : 'went below';
  // Rounded, a price just under its limit would read as the limit itself.
  const exact = `${exactUsd(facts.priceMicro)}/h${perChip(facts)}`;
  return `${where} ${verb} ${exactUsd(facts.limitMicro)}/h: now ${exact}`;
}

function holds({ condition, change, percent, priceMicro, limitMicro }: SpotFacts): boolean {
  if (condition === 'rise') return change !== null && percent !== null && change * 100 >= percent;
  if (condition === 'fall') return change !== null && percent !== null && -change * 100 >= percent;
  if (priceMicro === null || limitMicro === null) return false;
  return condition === 'above' ? priceMicro >= limitMicro : priceMicro < limitMicro;
}

function end(facts: SpotFacts, fired: SpotFacts | null, reason: ResolveReason): string {
  const what = PAST[facts.condition];
  const began = fired ?? facts;
  const size =
    began.limitMicro === null ? ` of ${percentOf(began.change)}` : ` ${exactUsd(began.limitMicro)}/h`;
  return `${placeOf(facts)}: ${endWords(reason, `${what}${size}`, facts)}`;
}

const PAST: Record<PriceCondition, string> = {
  rise: 'the rise',
  fall: 'the fall',
  above: 'the step over',
  below: 'the step below',
};

function endWords(reason: ResolveReason, what: string, facts: SpotFacts): string {
  const now =
    facts.priceMicro === null
      ? 'price not known now'
      : `now ${roundUsd(facts.priceMicro)}/h${perChip(facts)}`;
  switch (reason) {
    case 'moved_back':
      return `moved back, ${what} is over, ${now}`;
    case 'window_passed':
      return `the price has stayed, ${what} is more than ${windowOf(facts.windowMs)} old, ${now}`;
    case 'cleared':
      return `${what} no longer holds, ${now}`;
    default:
      return `alert on ${what} closed because ${CLOSED[reason]}, the price may not have recovered`;
  }
}

/** Was, now and since. */
function figures(
  kind: NoticeKind,
  facts: SpotFacts,
  fired: SpotFacts | null,
  { firingAt }: { firingAt: number | null },
): string {
  const now = `now ${exactUsd(facts.priceMicro)}/h`;
  const since = facts.changedAt === null ? '' : ` since ${instant(facts.changedAt)}`;
  if (kind === 'resolved') {
    const peak = fired === null ? '' : `was ${exactUsd(fired.priceMicro)}/h when it fired · `;
    const began = firingAt === null ? '' : ` · firing from ${instant(firingAt)}`;
    return `${peak}${now}${since}${began}`;
  }
  return `was ${exactUsd(facts.previousMicro)}/h ${windowOf(facts.windowMs)} before · ${now}${since}`;
}

function placeOf({ type, region, zoneId, product }: SpotFacts): string {
  const note = product === DEFAULT_PRODUCT ? '' : `, ${product}`;
  return `${type} in ${region} (${zoneId}${note})`;
}

function perChip({ priceMicro, chip }: SpotFacts): string {
  if (priceMicro === null || chip === null || chip.count === 1) return '';
  const each = perUnit(priceMicro, chip.count);
  return each === null ? '' : ` (${roundUsd(each)} per ${chip.name}-hour)`;
}

function percentOf(change: number | null): string {
  return change === null ? 'an unknown share' : `${(Math.abs(change) * 100).toFixed(1)} %`;
}
