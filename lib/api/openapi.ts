import { OUTCOMES } from '#lib/domain/outcome.ts';
import { alertPaths } from './openapi/alerts.ts';
import { boardPaths } from './openapi/board.ts';
import { capacityPaths } from './openapi/capacity.ts';
import { channelPaths } from './openapi/channels.ts';
import { comparePaths } from './openapi/compare.ts';
import { digestPaths } from './openapi/digests.ts';
import { healthPaths } from './openapi/health.ts';
import { holdingPaths } from './openapi/holdings.ts';
import { offeringPaths } from './openapi/offerings.ts';
import { PARAMETERS } from './openapi/parameters.ts';
import { pricePaths } from './openapi/prices.ts';
import { quotaPaths } from './openapi/quotas.ts';
import { rulePaths } from './openapi/rules.ts';
import { type Json, jsonAnswer, listOf, object, orNull, text } from './openapi/schema.ts';
import { scorePaths } from './openapi/scores.ts';

const told: Json = {
  code: text,
  message: text,
  field: orNull(text),
  received: orNull(text),
  accepted: orNull(text),
};

const refusal = object({
  error: {
    type: 'object',
    required: Object.keys(told),
    properties: {
      ...told,
      problems: {
        ...listOf({ type: 'object' }),
        description: 'every single mistake, where there are several',
      },
    },
    additionalProperties: false,
  },
});

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
      ...boardPaths,
      ...pricePaths,
      ...capacityPaths,
      ...scorePaths,
      ...quotaPaths,
      ...offeringPaths,
      ...holdingPaths,
      ...alertPaths,
      ...rulePaths,
      ...channelPaths,
      ...comparePaths,
      ...digestPaths,
      ...healthPaths,
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
