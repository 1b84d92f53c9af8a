import type { ParamName } from '../params.ts';

/** A piece of an OpenAPI document. */
export type Json = { [key: string]: unknown };

export const text: Json = { type: 'string' };
export const instant: Json = { type: 'string', format: 'date-time' };
export const usd: Json = {
  type: 'string',
  pattern: '^\\d+(\\.\\d+)?$',
  description: 'US dollars per hour, as AWS wrote them',
};
export const fraction: Json = { type: ['number', 'null'], description: 'a fraction such as -0.034' };
export const orNull = (schema: Json): Json => ({ ...schema, type: [schema.type, 'null'] });
export const listOf = (schema: Json): Json => ({ type: 'array', items: schema });
export const outcome: Json = { $ref: '#/components/schemas/Outcome' };

export function object(properties: Json): Json {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

/** A route that answers rows, as JSON or CSV. */
export function tableRoute(summary: string, params: readonly ParamName[], schema: Json): Json {
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

export function jsonAnswer(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

/** Rows with the newest look behind them. */
export const dated = (row: Json) => object({ asOf: orNull(instant), rows: listOf(row) });

/** A request that changes something, or tries what a change would do: for the pages of this desk (same origin) only. */
export function writeRoute(summary: string, body: Json, answer: Json): Json {
  return {
    summary,
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: {
      200: jsonAnswer('what came of it', answer),
      '4XX': { $ref: '#/components/responses/Refusal' },
      '5XX': { $ref: '#/components/responses/Refusal' },
    },
  };
}

/** The number in the path of one thing. */
export const byId: Json = {
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }],
};
