import { OUTCOMES } from '#lib/domain/outcome.ts';
import { PRODUCTS } from '#lib/domain/product.ts';
import type { ParamName } from './params.ts';

type Json = { [key: string]: unknown };

const text: Json = { type: 'string' };
const instant: Json = { type: 'string', format: 'date-time' };
const usd: Json = {
  type: 'string',
  pattern: '^\\d+(\\.\\d+)?$',
  description: 'US dollars per hour, as AWS wrote them',
};
const fraction: Json = { type: ['number', 'null'], description: 'a fraction such as -0.034' };
const orNull = (schema: Json): Json => ({ ...schema, type: [schema.type, 'null'] });
const listOf = (schema: Json): Json => ({ type: 'array', items: schema });
const outcome: Json = { $ref: '#/components/schemas/Outcome' };

function object(properties: Json): Json {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

const PARAMETERS: Record<ParamName, Json> = {
  type: { description: 'instance types or globs, comma-separated', schema: text, example: 'p5*' },
  region: { description: 'regions, comma-separated', schema: text, example: 'us-east-1' },
  zone: { description: 'zone IDs, comma-separated', schema: text, example: 'use1-az4' },
  product: { description: 'product descriptions, comma-separated', schema: text, example: PRODUCTS[0] },
  from: { description: 'start; 30 days before the newest look by default', schema: instant },
  to: { description: 'end; the newest look by default; at most 400 days after the start', schema: instant },
  buckets: {
    description:
      'thin each series to this many stretches, keeping the first, lowest, highest and last point of each',
    schema: { type: 'integer', minimum: 1, maximum: 5000 },
  },
  limit: {
    description: 'most rows to answer',
    schema: { type: 'integer', minimum: 1, maximum: 5000, default: 500 },
  },
  format: { description: 'how to answer', schema: { enum: ['json', 'csv'], default: 'json' } },
};

const latestRow = object({
  type: text,
  region: text,
  zoneId: { ...orNull(text), description: 'null: the region has no pool of this type; the outcome says why' },
  product: text,
  priceUsd: orNull(usd),
  effectiveAt: orNull(instant),
  confirmedAt: orNull(instant),
  perAcceleratorUsd: orNull(usd),
  onDemandUsd: orNull(usd),
  shareOfOnDemand: fraction,
  change24h: fraction,
  change7d: fraction,
  change30d: fraction,
  outcome,
});

const onDemandRow = object({
  type: text,
  region: text,
  priceUsd: orNull(usd),
  effectiveAt: orNull(instant),
  confirmedAt: orNull(instant),
  perAcceleratorUsd: orNull(usd),
  outcome,
});

const historySeries = object({
  type: text,
  region: text,
  zoneId: text,
  product: text,
  points: listOf(object({ at: instant, priceUsd: usd })),
  gaps: listOf(object({ from: instant, to: instant, outcome })),
});

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

const collector = object({
  name: text,
  region: text,
  lastCompleteAt: orNull(instant),
  ageSeconds: { type: ['integer', 'null'] },
  state: { enum: ['ok', 'late', 'failing', 'starting'] },
  outcome,
});

const health: Json = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['ok', 'starting', 'failing'] },
    reason: text,
    asOf: orNull(instant),
    collectors: listOf(collector),
  },
};

const refusal = object({
  error: object({
    code: text,
    message: text,
    field: orNull(text),
    received: orNull(text),
    accepted: orNull(text),
  }),
});

function tableRoute(summary: string, params: readonly ParamName[], schema: Json): Json {
  return {
    get: {
      summary,
      parameters: params.map((name) => ({ $ref: `#/components/parameters/${name}` })),
      responses: {
        200: {
          description:
            'the answer; x-chipdesk-regions-unknown names regions that no look has seen completely',
          content: { 'application/json': { schema }, 'text/csv': { schema: text } },
        },
        304: { description: 'unchanged since the ETag given' },
        '4XX': { $ref: '#/components/responses/Refusal' },
        '5XX': { $ref: '#/components/responses/Refusal' },
      },
    },
  };
}

function jsonAnswer(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

const dated = (row: Json) => object({ asOf: orNull(instant), rows: listOf(row) });

/** The OpenAPI description of what is served under /api/v1. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'chipdesk',
      version: '1',
      description: 'Times are ISO 8601 UTC; money is decimal US dollars as strings.',
    },
    servers: [{ url: '/api/v1' }],
    paths: {
      '/prices/latest': tableRoute(
        'The newest spot price of every pool. When a type is named (and no zone), a row with zoneId null follows for each watched region without a pool of it; without a type the answer is pools only',
        ['type', 'region', 'zone', 'product', 'format'],
        dated(latestRow),
      ),
      '/prices/history': tableRoute(
        'Spot prices over time; the first point is the price in force at the start',
        ['type', 'region', 'zone', 'product', 'from', 'to', 'buckets', 'format'],
        object({ series: listOf(historySeries) }),
      ),
      '/on-demand': tableRoute('On-demand prices, Linux', ['type', 'region', 'format'], dated(onDemandRow)),
      '/alerts': tableRoute('Alerts, firing first', ['limit', 'format'], object({ rows: listOf(alertRow) })),
      '/deliveries': tableRoute(
        'Deliveries of alerts, newest first',
        ['limit', 'format'],
        object({ rows: listOf(deliveryRow) }),
      ),
      '/health': {
        get: {
          summary: 'Whether the market is being watched',
          responses: {
            200: jsonAnswer('watched, or starting', health),
            503: jsonAnswer('not watched', health),
          },
        },
      },
      '/events': {
        get: {
          summary: 'Server-sent events: `version` with the data version at first and on every change',
          responses: { 200: { description: 'a stream', content: { 'text/event-stream': { schema: text } } } },
        },
      },
    },
    components: {
      schemas: { Outcome: { enum: OUTCOMES } },
      parameters: Object.fromEntries(
        Object.entries(PARAMETERS).map(([name, parameter]) => [name, { name, in: 'query', ...parameter }]),
      ),
      responses: {
        Refusal: jsonAnswer(
          'a refusal: a stable code, the field, what was received, what is accepted',
          refusal,
        ),
      },
    },
  };
}
