import { z } from 'zod';
import { anyGlob } from '#lib/domain/glob.ts';
import { OFFERING_EVENTS } from '#lib/offerings/news.ts';
import { regions, types } from '../fields.ts';
import { listed } from '../measured.ts';
import { newsKind } from '../news-kind.ts';

const paramsSchema = z.strictObject({
  types,
  regions,
  events: z
    .array(z.enum(OFFERING_EVENTS, `expected one of ${OFFERING_EVENTS.join(', ')}`))
    .max(5)
    .default([]),
});
type Params = z.infer<typeof paramsSchema>;

const KNOWN: ReadonlySet<string> = new Set(OFFERING_EVENTS);

export const typeOffering = newsKind<Params>({
  kind: 'type-offering',
  label: 'Type newly sold or no longer sold',
  collector: 'type-offering',
  source: 'AWS instance type offerings',
  paramsSchema,
  fields: [
    { name: 'types', label: 'Types', hint: 'types or patterns such as p6*; empty: all' },
    { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
    { name: 'events', label: 'Events', hint: `${OFFERING_EVENTS.join(', ')}; empty: all` },
  ],
  isAbout: (params, { kind, type }, region) =>
    KNOWN.has(kind) &&
    (params.events.length === 0 || params.events.some((event) => event === kind)) &&
    listed(params.regions, region) &&
    anyGlob(params.types)(type),
  filterKey: (params) =>
    JSON.stringify([[...params.types].sort(), [...params.regions].sort(), [...params.events].sort()]),
  describe: (params) => {
    const what = params.types.length === 0 ? 'an accelerator type' : params.types.join(', ');
    const where = params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`;
    return `${what} comes, goes or changes its zones${where}`;
  },
});
