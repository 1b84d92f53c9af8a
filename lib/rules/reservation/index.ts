import { z } from 'zod';
import { anyGlob } from '#lib/domain/glob.ts';
import { regions, types } from '../fields.ts';
import { listed } from '../measured.ts';
import { newsKind } from '../news-kind.ts';

const EVENTS = [
  'reservation-starts',
  'reservation-ends',
  'reservation-changed',
  'reservation-extended',
] as const;

const paramsSchema = z.strictObject({
  types,
  regions,
  events: z
    .array(z.enum(EVENTS, `expected one of ${EVENTS.join(', ')}`))
    .max(4)
    .default([]),
});
type Params = z.infer<typeof paramsSchema>;

const KNOWN: ReadonlySet<string> = new Set(EVENTS);

export const reservation = newsKind<Params>({
  kind: 'reservation',
  label: 'Own block or reservation starts, ends or changes',
  collector: 'reservation',
  source: 'AWS Capacity Reservations',
  paramsSchema,
  fields: [
    { name: 'types', label: 'Types', hint: 'types or patterns such as p5*; empty: all' },
    { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
    { name: 'events', label: 'Events', hint: `${EVENTS.join(', ')}; empty: all` },
  ],
  isAbout: (params, { kind, type }, region) =>
    KNOWN.has(kind) &&
    (params.events.length === 0 || params.events.some((event) => event === kind)) &&
    listed(params.regions, region) &&
    anyGlob(params.types)(type),
  filterKey: (params) =>
    JSON.stringify([[...params.types].sort(), [...params.regions].sort(), [...params.events].sort()]),
  describe: (params) => {
    const what =
      params.types.length === 0 ? 'a block or reservation of ours' : `ours of ${params.types.join(', ')}`;
    const where = params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`;
    return `${what}${where} starts or ends soon, or changes`;
  },
});
