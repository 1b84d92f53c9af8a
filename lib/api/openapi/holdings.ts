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

const instances: Json = { type: ['integer', 'null'], description: 'instances' };

const reservationRow = object({
  id: { ...orNull(text), description: 'null: the region has none; the outcome says why' },
  kind: { enum: ['block', 'reservation', null] },
  type: orNull(text),
  region: text,
  zoneId: orNull(text),
  total: instances,
  used: { ...instances, description: 'in use; null: not active, or not known' },
  free: instances,
  broken: { ...instances, description: 'instances of a block that fail a system check' },
  state: { ...orNull(text), description: 'AWS’s word, such as active or payment-pending' },
  states: {
    ...listOf(object({ at: instant, state: text })),
    description: 'every state it was seen in, oldest first',
  },
  startAt: orNull(instant),
  endAt: { ...orNull(instant), description: 'null: open-ended' },
  terminatedFrom: {
    ...orNull(instant),
    description:
      'from when on AWS terminates the instances of a block: 30 minutes before its end, UltraServers 60',
  },
  own: { type: ['boolean', 'null'], description: 'false: shared by another account; null: not known' },
  ownerId: orNull(text),
  interconnect: orNull(text),
  reservationIds: { ...listOf(text), description: 'what the instances of a block are launched into' },
  blockId: orNull(text),
  firstSeenAt: orNull(instant),
  lastSeenAt: orNull(instant),
  goneAt: { ...orNull(instant), description: 'when AWS no longer listed it' },
  outcome,
});

const planPart = object({
  type: text,
  count: { type: 'integer' },
  zoneId: text,
  startAt: instant,
  endAt: instant,
});

const planRow = object({
  type: orNull(text),
  region: text,
  zoneId: { ...orNull(text), description: 'of the first part; null: no plan, and the outcome says why' },
  count: instances,
  durationHours: { type: ['integer', 'null'], description: 'what was asked for' },
  target: { ...orNull(text), description: 'what the plan may be used for, such as training-job' },
  startAt: orNull(instant),
  endAt: orNull(instant),
  paidHours: { type: ['number', 'null'], description: 'of the parts, without the gaps between them' },
  parts: { ...listOf(planPart), description: 'one fee buys them all' },
  feeUsd: orNull({ ...usd, description: 'US dollars for the whole plan' }),
  perAcceleratorHourUsd: orNull({ ...usd, description: 'the fee over the sum of the parts' }),
  firstSeenAt: orNull(instant),
  lastSeenAt: orNull(instant),
  goneAt: orNull(instant),
  goneWhy: { enum: ['vanished', 'start_passed', null] },
  outcome,
  reason: { ...orNull(text), description: 'what AWS said, where it refused' },
});

export const holdingPaths: Json = {
  '/reservations': tableRoute(
    'Capacity Blocks and reservations held or shared: a block and its reservations are one row. A row without an id follows for each watched region without any',
    ['type', 'region', 'state', 'format'],
    dated(reservationRow),
  ),
  '/training-plans': tableRoute(
    'SageMaker training plans on sale. When a type is named, a row without a plan follows for each watched region that has none',
    ['type', 'region', 'state', 'format'],
    dated(planRow),
  ),
};
