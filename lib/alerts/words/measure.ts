import { readQualifier } from '#lib/capacity/question.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { bucketLabel } from '#lib/interruption/buckets.ts';
import type { MeasureFacts } from '../measure-facts.ts';
import type { ResolveReason } from '../reasons.ts';
import { CLOSED, exactUsd, type NoticeKind, roundUsd, type Words, windowOf } from './shared.ts';

export const measureWords: Words<MeasureFacts> = {
  start: (facts) => `${SUBJECT[facts.measure](facts)} ${SAYS[facts.measure](facts)}`,
  end,
  figures,
  singular: 'of the kind',
  plural: 'of the kind',
  changedAt: (facts) => facts.changedAt,
  key: ({ measure, condition, type, region, zoneId, qualifier }) =>
    [measure, condition, type, region, zoneId, qualifier].join('|'),
  weight: ({ value, limit, previous }) => {
    const against = previous ?? limit;
    return value === null || against === null || against === 0 ? 0 : Math.abs(value / against - 1);
  },
  page: pageOf,
};

type Told = Record<MeasureFacts['measure'], (facts: MeasureFacts) => string>;

const pool = ({ type, region, zoneId, qualifier }: MeasureFacts) =>
  `${type} in ${region} (${zoneId}${qualifier === DEFAULT_PRODUCT || qualifier === '' ? '' : `, ${qualifier}`})`;

/** What it is about: the first words of every message. */
const SUBJECT: Told = {
  'spot-level': pool,
  'spot-share': pool,
  'spot-unusual': pool,
  'block-price': block,
  'block-lead': block,
  'block-gone': block,
  'placement-score': ({ qualifier, region, zoneId }) =>
    `placement score of ${basketOf(qualifier)} in ${region}${zoneId === '' ? '' : ` (${zoneId})`}`,
  interruption: ({ type, region, qualifier }) => `${type} in ${region} (${qualifier})`,
  'quota-use': ({ name, qualifier, region }) => `quota “${name ?? qualifier}” in ${region}`,
  'price-ratio': ({ name, region }) => `${name ?? 'the ratio'} in ${region}`,
};

function block({ type, region, qualifier }: MeasureFacts): string {
  const parts = readQualifier(qualifier);
  if (parts === undefined) return `${type} blocks in ${region}`;
  const { count, durationHours: hours } = parts;
  return `${count} × ${type} for ${hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`} in ${region}`;
}

function basketOf(qualifier: string): string {
  const cut = qualifier.lastIndexOf('/');
  return cut < 0 ? qualifier : `${qualifier.slice(cut + 1)} × ${qualifier.slice(0, cut)}`;
}

/** What happened to it. */
const SAYS: Told = {
  'spot-level': (facts) => `spot is ${valueText(facts)}, ${limitWords(facts)}`,
  'spot-share': (facts) => `spot is ${valueText(facts)}, ${limitWords(facts)}`,
  'spot-unusual': (facts) =>
    `spot ${valueText(facts)} is unusually ${facts.condition === 'above' ? 'high' : 'low'}: ${rankWords(facts)}`,
  'block-price': (facts) =>
    facts.windowMs === null
      ? `cheapest block is ${valueText(facts)}, ${limitWords(facts)}`
      : `cheapest block ${movedWords(facts)}`,
  'block-lead': (facts) => `earliest start is in ${valueText(facts)}, ${limitWords(facts)}`,
  'block-gone': ({ previous, windowMs }) =>
    `no offer any more, ${previous ?? 'some'} ${previous === 1 ? 'was' : 'were'} on sale within the ${windowOf(windowMs ?? 0)} before`,
  'placement-score': (facts) => `is ${valueText(facts)}, ${limitWords(facts)}`,
  interruption: (facts) =>
    facts.previous === null
      ? `spot interruption rate is ${valueText(facts)}, ${limitWords(facts)}`
      : `spot interruption rate went from ${bucketWords(facts.previous)} to ${valueText(facts)} within ${windowOf(facts.windowMs ?? 0)}`,
  'quota-use': (facts) =>
    `is ${valueText(facts)} used: ${facts.previous ?? '?'} of ${facts.whole ?? '?'} vCPU`,
  'price-ratio': (facts) => `is ${valueText(facts)}, ${limitWords(facts)}`,
};

function limitWords({ condition, ...facts }: MeasureFacts): string {
  const limit = facts.limit === null ? 'the limit' : format({ ...facts, condition }, facts.limit, true);
  return condition === 'above' || condition === 'rise' ? `at or above ${limit}` : `below ${limit}`;
}

function movedWords({ previous, value, windowMs, ...facts }: MeasureFacts): string {
  const full = { previous, value, windowMs, ...facts };
  const verb = facts.condition === 'fall' ? 'fell' : 'rose';
  const share =
    previous === null || value === null || previous === 0
      ? 'an unknown share'
      : `${(Math.abs(value / previous - 1) * 100).toFixed(1)} %`;
  return `${verb} ${share} in ${windowOf(windowMs ?? 0)} to ${valueText(full)}`;
}

function rankWords({ rank, condition }: MeasureFacts): string {
  if (rank === null) return 'its place in its past is not known';
  const { share, days, samples, median } = rank;
  const part = `${Math.round((condition === 'above' ? share : 1 - share) * 100)} %`;
  return `${condition === 'above' ? 'above' : 'below'} ${part} of the last ${days} d (${samples} daily means, median ${roundUsd(median)}/h)`;
}

function valueText(facts: MeasureFacts): string {
  return facts.value === null ? 'not known' : format(facts, facts.value, false);
}

/** Rounded, a price just under its limit would read as the limit itself. */
function besideLimit({ limit }: MeasureFacts, value: number): string {
  const isAlike = limit !== null && value !== limit && roundUsd(value) === roundUsd(limit);
  return isAlike ? exactUsd(Math.round(value)) : roundUsd(value);
}

/** A number of a measure with its unit. */
function format(facts: MeasureFacts, value: number, isLimit: boolean): string {
  switch (facts.measure) {
    case 'spot-level':
    case 'spot-unusual':
      return facts.perAccelerator
        ? `${besideLimit(facts, value)} per ${chipName(facts)}-hour`
        : `${besideLimit(facts, value)}/h${isLimit ? '' : each(facts, value)}`;
    case 'block-price':
      return `${besideLimit(facts, value)} per ${chipName(facts)}-hour`;
    case 'spot-share':
      return `${percentText(value)} of on-demand${isLimit || facts.whole === null ? '' : ` (${roundUsd(facts.whole)}/h)`}`;
    case 'block-lead':
      return leadText(value);
    case 'placement-score':
      return isLimit ? String(value) : `${value} of 10`;
    case 'interruption':
      return bucketWords(value);
    case 'quota-use':
      return percentText(value);
    case 'price-ratio':
      return `${(Math.round(value * 100) / 100).toFixed(2)}${isLimit ? '' : ' times'}`;
    case 'block-gone':
      return String(value);
  }
}

const chipName = ({ chip }: MeasureFacts) => chip?.name ?? 'accelerator';
const bucketWords = (bucket: number) => bucketLabel(bucket)?.replace('-', '–') ?? `bucket ${bucket}`;
const percentText = (share: number) => `${Math.round(share * 1000) / 10} %`;

function each({ chip }: MeasureFacts, micro: number): string {
  if (chip === null || chip.count === 1) return '';
  return ` (${roundUsd(Math.round(micro / chip.count))} per ${chip.name}-hour)`;
}

function leadText(minutes: number): string {
  const hours = Math.round((minutes * MINUTE) / HOUR);
  if (hours < 48) return `${hours} h`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function end(facts: MeasureFacts, _fired: MeasureFacts | null, reason: ResolveReason): string {
  const subject = SUBJECT[facts.measure](facts);
  if (reason !== 'cleared' && reason !== 'moved_back' && reason !== 'window_passed')
    return `${subject}: alert closed because ${CLOSED[reason]}, it may still hold`;
  if (facts.measure === 'block-gone')
    return reason === 'window_passed'
      ? `${subject}: still no offer, none has been on sale for ${windowOf(facts.windowMs ?? 0)}`
      : `${subject}: on offer again, ${facts.value ?? 0} on sale`;
  if (reason === 'window_passed')
    return `${subject}: has stayed, the change is more than ${windowOf(facts.windowMs ?? 0)} old, now ${valueText(facts)}`;
  return `${subject}: over, now ${valueText(facts)}`;
}

function figures(kind: NoticeKind, facts: MeasureFacts, fired: MeasureFacts | null): string {
  const parts = [
    kind === 'resolved' && fired !== null ? `was ${valueText(fired)} when it fired` : '',
    kind !== 'resolved' &&
    facts.previous !== null &&
    facts.windowMs !== null &&
    facts.measure === 'block-price'
      ? `was ${format(facts, facts.previous, false)} ${windowOf(facts.windowMs)} before`
      : '',
    facts.rank === null || facts.measure === 'spot-unusual' ? '' : rankWords(facts),
    `now ${valueText(facts)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function pageOf({ measure, type, region, qualifier }: MeasureFacts): string | undefined {
  switch (measure) {
    case 'block-price':
    case 'block-lead':
    case 'block-gone':
      return blockPage(type, region, qualifier);
    case 'quota-use':
      return '/quotas';
    case 'placement-score':
      return '/capacity';
    default:
      return type === '' ? '/alerts' : undefined;
  }
}

function blockPage(type: string, region: string, qualifier: string): string {
  const parts = readQualifier(qualifier);
  if (parts === undefined) return '/capacity';
  const { count, durationHours: hours } = parts;
  const duration = hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
  return `/capacity?${new URLSearchParams({ type, count: String(count), duration, region })}`;
}
