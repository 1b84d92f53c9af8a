import {
  fraction,
  instant,
  type Json,
  jsonAnswer,
  listOf,
  object,
  orNull,
  outcome,
  tableRoute,
  text,
  usd,
} from './schema.ts';

const integer: Json = { type: 'integer' };
const number: Json = { type: 'number' };
const orNoOutcome: Json = { anyOf: [outcome, { type: 'null' }] };

/** Beside type and accelerator a row has the values of the columns asked for, and no others. */
const row: Json = {
  type: 'object',
  required: ['type', 'accelerator'],
  additionalProperties: false,
  properties: {
    type: text,
    accelerator: text,
    accelerators: { ...orNull(number), description: 'of one instance; null where AWS does not say' },
    memoryGib: orNull(number),
    spotUsd: { ...orNull(usd), description: 'the lowest spot price, Linux' },
    spotOutcome: outcome,
    zoneId: orNull(text),
    region: orNull(text),
    perAcceleratorUsd: orNull(usd),
    shareOfOnDemand: fraction,
    onDemandUsd: orNull(usd),
    onDemandRegion: orNull(text),
    onDemandOutcome: outcome,
    change24h: { ...fraction, description: 'of the lowest price, in whichever zone it was then' },
    change7d: fraction,
    change30d: fraction,
    nextBlockStartAt: orNull(instant),
    nextBlockPerAcceleratorHourUsd: orNull(usd),
    nextBlockItem: { ...orNull(text), description: 'an instance type or an UltraServer type' },
    nextBlockCount: orNull(integer),
    nextBlockDurationHours: orNull(integer),
    nextBlockZoneId: orNull(text),
    nextBlockOutcome: orNoOutcome,
    placementScore: { ...orNull(integer), minimum: 1, maximum: 10 },
    placementBasket: orNull(text),
    placementCapacity: orNull(integer),
    placementRegion: orNull(text),
    placementOutcome: orNoOutcome,
    interruptionRange: orNull(text),
    interruptionRegion: orNull(text),
    interruptionOutcome: orNoOutcome,
    headroom: orNull(integer),
    headroomAtMost: { ...orNull(integer), description: 'with nothing running' },
    headroomScope: orNull(text),
    headroomRegion: orNull(text),
    headroomOutcome: orNoOutcome,
    pools: integer,
    effectiveAt: orNull(instant),
    lookedUpAt: orNull(instant),
  },
};

const names = object({
  types: listOf(
    object({
      type: text,
      accelerator: text,
      vendor: text,
      regions: { ...listOf(text), description: 'that list it' },
    }),
  ),
  regions: listOf(
    object({
      region: text,
      place: { ...orNull(text), description: 'a city, such as Tokyo' },
      zones: listOf(text),
    }),
  ),
});

export const boardPaths: Json = {
  '/names': {
    get: {
      summary: 'Every type, region and zone that has a page: what the jump box looks through',
      responses: {
        200: jsonAnswer('the names', names),
        304: { description: 'unchanged since the ETag given' },
        '4XX': { $ref: '#/components/responses/Refusal' },
        '5XX': { $ref: '#/components/responses/Refusal' },
      },
    },
  },
  '/board': tableRoute(
    'The rows of the page / for the same query, in its order and with its columns; in CSV the heads have the units, and the last cell of a row is the time of the newest look',
    ['vendor', 'family', 'purpose', 'region', 'q', 'watched', 'group', 'cols', 'sort', 'dir', 'format'],
    object({ asOf: orNull(instant), rows: listOf(row) }),
  ),
};
