import { formatUsd } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { HOUR } from '#lib/domain/time.ts';
import type { Gap } from '#lib/series/gaps.ts';
import { instantText } from './instant-text.ts';
import { instant } from './rows.ts';

/** Decimals of a price we divided ourselves: a micro-dollar, the finest we keep. */
const DERIVED_SCALE = 6;

export const BLOCK_KEYS = [
  'type',
  'region',
  'zoneId',
  'count',
  'durationHours',
  'startAt',
  'endAt',
  'hours',
  'feeUsd',
  'perAcceleratorHourUsd',
  'firstSeenAt',
  'lastSeenAt',
  'goneAt',
  'goneWhy',
  'feeChanges',
  'outcome',
] as const;

type Offer = {
  type: string;
  region: string;
  zoneId: string;
  count: number;
  durationHours: number;
  startAt: number;
  endAt: number;
  fee: number;
  feeScale: number;
  perAcceleratorHour: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  goneAt: number | null;
  goneWhy: string | null;
  feeChanges: number;
  outcome: Outcome;
};

/** An offer as /capacity-blocks answers it. */
export function blockRow(offer: Offer) {
  const { type, region, zoneId, count, durationHours, startAt, endAt, goneWhy, feeChanges, outcome } = offer;
  const { perAcceleratorHour: rate } = offer;
  return {
    type,
    region,
    zoneId,
    count,
    durationHours,
    startAt: instantText(startAt),
    endAt: instantText(endAt),
    hours: Math.round(((endAt - startAt) / HOUR) * 100) / 100,
    feeUsd: formatUsd(offer.fee, offer.feeScale),
    perAcceleratorHourUsd: rate === null ? null : formatUsd(rate, DERIVED_SCALE),
    firstSeenAt: instantText(offer.firstSeenAt),
    lastSeenAt: instantText(offer.lastSeenAt),
    goneAt: instant(offer.goneAt),
    goneWhy,
    feeChanges,
    outcome,
  };
}

/** A type in a region without an offer, and why; count and duration where one was asked about. */
export function absentBlockRow(place: {
  type: string;
  region: string;
  count: number | null;
  durationHours: number | null;
  outcome: Outcome;
}) {
  const { type, region, count, durationHours, outcome } = place;
  return {
    type,
    region,
    zoneId: null,
    count,
    durationHours,
    startAt: null,
    endAt: null,
    hours: null,
    feeUsd: null,
    perAcceleratorHourUsd: null,
    firstSeenAt: null,
    lastSeenAt: null,
    goneAt: null,
    goneWhy: null,
    feeChanges: null,
    outcome,
  };
}

/** What each measure is called outside, and its unit. */
const MEASURES = {
  'block-price': { measure: 'price', unit: 'USD per accelerator-hour' },
  'block-lead': { measure: 'lead', unit: 'minutes' },
  'block-offers': { measure: 'offers', unit: 'offers' },
  'block-max-count': { measure: 'max-count', unit: 'instances' },
} as const;

export const BLOCK_HISTORY_KEYS = [
  'type',
  'region',
  'measure',
  'unit',
  'count',
  'durationHours',
  'at',
  'value',
] as const;

type History = {
  measure: keyof typeof MEASURES;
  type: string;
  region: string;
  count: number | null;
  durationHours: number;
  startAfter: number | null;
  startBefore: number | null;
  at: readonly number[];
  value: readonly number[];
  gaps: readonly Gap[];
};

/** A series as /capacity-blocks/history answers it. */
export function blockSeries(history: History) {
  const { type, region, count, durationHours, at, value } = history;
  return {
    type,
    region,
    ...MEASURES[history.measure],
    count,
    durationHours,
    startAfter: instant(history.startAfter),
    startBefore: instant(history.startBefore),
    points: at.map((time, i) => ({ at: instantText(time), value: valueText(history, value[i] ?? 0) })),
    gaps: history.gaps.map(({ from, to, outcome }) => ({
      from: instantText(from),
      to: instantText(to),
      outcome,
    })),
  };
}

function valueText({ measure }: Pick<History, 'measure'>, value: number): string {
  return measure === 'block-price' ? formatUsd(value, DERIVED_SCALE) : String(value);
}
