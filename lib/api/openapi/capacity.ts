import {
  dated,
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

const whole: Json = { type: 'integer' };
const decimal: Json = {
  ...usd,
  description: 'US dollars as AWS wrote them, for all instances and the whole block',
};

const blockRow = object({
  type: text,
  region: text,
  zoneId: { ...orNull(text), description: 'null: no such offer is on record; the outcome says why' },
  count: orNull(whole),
  durationHours: { ...orNull(whole), description: 'hours asked for' },
  startAt: orNull(instant),
  endAt: orNull(instant),
  hours: { type: ['number', 'null'], description: 'hours delivered: from start to end' },
  feeUsd: orNull(decimal),
  perAcceleratorHourUsd: { ...orNull(usd), description: 'the fee over accelerators and hours delivered' },
  firstSeenAt: orNull(instant),
  lastSeenAt: orNull(instant),
  goneAt: orNull(instant),
  goneWhy: { enum: ['vanished', 'start_passed', null] },
  feeChanges: orNull(whole),
  outcome,
});

const blockSeries = object({
  type: text,
  region: text,
  measure: { enum: ['price', 'lead', 'offers', 'max-count'] },
  unit: text,
  count: { ...orNull(whole), description: 'null for the largest count to be had' },
  durationHours: whole,
  startAfter: orNull(instant),
  startBefore: orNull(instant),
  points: listOf(object({ at: instant, value: { ...text, description: 'a decimal number' } })),
  gaps: listOf(object({ from: instant, to: instant, outcome })),
});

export const capacityPaths: Json = {
  '/capacity-blocks': tableRoute(
    'Capacity Block offers as episodes on sale. When a type is named (and no zone), a row with zoneId null follows for each watched region without such an offer',
    ['type', 'region', 'zone', 'count', 'duration', 'state', 'from', 'to', 'format'],
    dated(blockRow),
  ),
  '/capacity-blocks/history': tableRoute(
    'Over time, for each type, region, count and duration: the cheapest price per accelerator-hour, minutes to the earliest start, number of offers; and the largest count to be had for a day',
    ['type', 'region', 'count', 'duration', 'from', 'to', 'format'],
    object({ series: listOf(blockSeries) }),
  ),
};
