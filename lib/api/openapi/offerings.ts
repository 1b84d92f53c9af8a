import { OFFERING_EVENTS } from '#lib/offerings/news.ts';
import { PLAN_PAYMENTS, PLAN_TERMS, PLAN_TYPES } from '#lib/savings/plan.ts';
import {
  dated,
  fraction,
  instant,
  type Json,
  listOf,
  object,
  orNull,
  outcome,
  tableRoute,
  text,
  usd,
} from './schema.ts';

const oneOf = (words: readonly string[]): Json => ({ enum: [...words, null] });

const savingsRow = object({
  type: orNull(text),
  region: text,
  planType: { ...oneOf(PLAN_TYPES), description: 'null: no plan covers the type here; the outcome says why' },
  term: oneOf(PLAN_TERMS),
  payment: oneOf(PLAN_PAYMENTS),
  rateUsd: orNull(usd),
  perAcceleratorUsd: orNull(usd),
  shareOfOnDemand: fraction,
  since: { ...orNull(instant), description: 'when we first saw this rate: AWS gives it no date' },
  confirmedAt: orNull(instant),
  outcome,
});

const offeringRow = object({
  type: orNull(text),
  region: text,
  zoneId: { ...orNull(text), description: 'null: offered nowhere in the region; the outcome says why' },
  firstSeenAt: orNull(instant),
  lastSeenAt: orNull(instant),
  goneAt: orNull(instant),
  outcome,
});

const eventRow = object({
  at: { ...orNull(instant), description: 'null: no look has seen the region; the outcome says why' },
  event: oneOf(OFFERING_EVENTS),
  type: orNull(text),
  region: text,
  zoneId: { ...orNull(text), description: 'null: of the region as a whole' },
  zones: { ...listOf(text), description: 'the zones it is about; blank-separated in CSV' },
  outcome,
});

const BUY =
  'A row without a zone follows for each watched region in which a type that is named is not offered';

export const offeringPaths: Json = {
  '/savings-plans': tableRoute(
    'Savings Plan rates per hour of use, Linux, shared tenancy. When a type is named, a row without a plan follows for each watched region where none covers it',
    ['type', 'region', 'format'],
    dated(savingsRow),
  ),
  '/type-offerings': tableRoute(
    `In which zones each type is sold at all, as episodes: open ones by default; with from or to, those offered at some time within. ${BUY}`,
    ['type', 'region', 'zone', 'from', 'to', 'state', 'format'],
    dated(offeringRow),
  ),
  '/type-offerings/events': tableRoute(
    'What appeared and left, newest first; the first complete look at a region is the baseline and tells nothing',
    ['type', 'region', 'zone', 'from', 'to', 'format'],
    dated(eventRow),
  ),
};
