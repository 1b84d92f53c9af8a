import { formatUsd } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { instantText } from './instant-text.ts';
import { instant } from './rows.ts';

export const PLAN_KEYS = [
  'type',
  'region',
  'zoneId',
  'count',
  'durationHours',
  'target',
  'startAt',
  'endAt',
  'paidHours',
  'parts',
  'feeUsd',
  'perAcceleratorHourUsd',
  'firstSeenAt',
  'lastSeenAt',
  'goneAt',
  'goneWhy',
  'outcome',
  'reason',
] as const;

/** A micro-dollar, the finest we keep, for a fee that we divided. */
const DERIVED_SCALE = 6;

type Part = { itemType: string; itemCount: number; zoneId: string; startAt: number; endAt: number };

type Plan = {
  type: string;
  region: string;
  zoneId: string;
  count: number;
  durationHours: number;
  target: string;
  startAt: number;
  endAt: number;
  paidHours: number;
  parts: Part[];
  fee: number;
  feeScale: number;
  perAcceleratorHour: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  goneAt: number | null;
  goneWhy: string | null;
  outcome: Outcome;
};

/** A training plan as /training-plans answers it. */
export function planRow(plan: Plan) {
  const { perAcceleratorHour } = plan;
  return {
    type: plan.type,
    region: plan.region,
    zoneId: plan.zoneId,
    count: plan.count,
    durationHours: plan.durationHours,
    target: plan.target,
    startAt: instantText(plan.startAt),
    endAt: instantText(plan.endAt),
    paidHours: plan.paidHours,
    parts: plan.parts.map(partOf),
    feeUsd: formatUsd(plan.fee, plan.feeScale),
    perAcceleratorHourUsd: perAcceleratorHour === null ? null : formatUsd(perAcceleratorHour, DERIVED_SCALE),
    firstSeenAt: instantText(plan.firstSeenAt),
    lastSeenAt: instantText(plan.lastSeenAt),
    goneAt: instant(plan.goneAt),
    goneWhy: plan.goneWhy,
    outcome: plan.outcome,
    reason: null,
  };
}

function partOf({ itemType, itemCount, zoneId, startAt, endAt }: Part) {
  const span = { startAt: instantText(startAt), endAt: instantText(endAt) };
  return { type: itemType, count: itemCount, zoneId, ...span };
}

const NOTHING = {
  zoneId: null,
  count: null,
  durationHours: null,
  target: null,
  startAt: null,
  endAt: null,
  paidHours: null,
  parts: [],
  feeUsd: null,
  perAcceleratorHourUsd: null,
  firstSeenAt: null,
  lastSeenAt: null,
  goneAt: null,
  goneWhy: null,
} as const;

/** A type in a region without a plan on sale, and why. */
export function noPlanRow({
  type,
  region,
  outcome,
  reason,
}: {
  type: string | null;
  region: string;
  outcome: Outcome;
  reason: string | null;
}) {
  return { type, region, ...NOTHING, outcome, reason };
}
