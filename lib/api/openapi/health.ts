import { instant, type Json, jsonAnswer, listOf, object, orNull, outcome, text } from './schema.ts';

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

export const healthPaths: Json = {
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
};
