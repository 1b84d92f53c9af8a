import {
  byId,
  fraction,
  instant,
  type Json,
  listOf,
  object,
  orNull,
  tableRoute,
  text,
  usd,
  writeRoute,
} from './schema.ts';

const alertRow = object({
  id: { type: 'integer' },
  rule: text,
  severity: text,
  phase: text,
  health: text,
  episode: { type: 'integer' },
  labels: { type: 'object', additionalProperties: text },
  headline: { ...text, description: 'what happened, in the words of the messages about it' },
  type: orNull(text),
  region: orNull(text),
  zoneId: orNull(text),
  priceUsd: { ...orNull(usd), description: 'the newest price that was judged, US dollars per hour' },
  change: {
    ...fraction,
    description: 'over the window of the rule at that price, a fraction such as -0.034',
  },
  since: orNull(instant),
  resolvedAt: orNull(instant),
  evaluatedAt: orNull(instant),
});

const deliveryRow = object({
  id: { type: 'integer' },
  noticeId: text,
  channel: text,
  kind: text,
  rule: orNull(text),
  state: text,
  attempts: { type: 'integer' },
  createdAt: instant,
  deliveredAt: orNull(instant),
  errorClass: orNull(text),
  status: { type: ['integer', 'null'] },
  log: listOf({ type: 'object' }),
});

export const alertPaths: Json = {
  '/alerts': tableRoute('Alerts, firing first', ['limit', 'format'], object({ rows: listOf(alertRow) })),
  '/deliveries': tableRoute(
    'Deliveries of alerts, newest first',
    ['limit', 'format'],
    object({ rows: listOf(deliveryRow) }),
  ),
  '/deliveries/{id}/retry': {
    ...byId,
    post: writeRoute(
      'Try a message again that was given up',
      object({}),
      object({ id: { type: 'integer' } }),
    ),
  },
};
