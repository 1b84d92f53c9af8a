import { instant, type Json, jsonAnswer, listOf, object, orNull, outcome, text } from './schema.ts';

const collector = object({
  name: text,
  region: text,
  lastCompleteAt: orNull(instant),
  ageSeconds: { type: ['integer', 'null'] },
  state: { enum: ['ok', 'late', 'failing', 'starting', 'disabled'] },
  outcome,
  questions: {
    type: 'object',
    description: 'how many of its questions came to each outcome',
    additionalProperties: { type: 'integer' },
  },
});

const finding = object({
  kind: { enum: ['credentials', 'permission', 'unfinished', 'postponed'] },
  what: text,
  detail: text,
  since: orNull(instant),
});

const health: Json = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['ok', 'partly', 'starting', 'failing'] },
    reason: text,
    asOf: orNull(instant),
    findings: listOf(finding),
    collectors: listOf(collector),
  },
};

export const healthPaths: Json = {
  '/health': {
    get: {
      summary: 'Whether the market is being watched',
      responses: {
        200: jsonAnswer('watched, in part or in whole, or starting', health),
        503: jsonAnswer('not watched', health),
      },
    },
  },
  '/events': {
    get: {
      summary: 'Server-sent events: `version` with the data version at first and on every change',
      parameters: [{ $ref: '#/components/parameters/about' }],
      responses: { 200: { description: 'a stream', content: { 'text/event-stream': { schema: text } } } },
    },
  },
};
