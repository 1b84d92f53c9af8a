import { z } from 'zod';
import { regions } from '../fields.ts';
import { listed } from '../measured.ts';
import { newsKind } from '../news-kind.ts';

const paramsSchema = z.strictObject({ regions });
type Params = z.infer<typeof paramsSchema>;

export const quotaRequest = newsKind<Params>({
  kind: 'quota-request',
  label: 'Quota request decided',
  collector: 'quota',
  source: 'AWS Service Quotas',
  paramsSchema,
  fields: [{ name: 'regions', label: 'Regions', hint: 'empty: all watched regions' }],
  isAbout: (params, { kind }, region) => kind === 'quota-request-decided' && listed(params.regions, region),
  filterKey: (params) => JSON.stringify([...params.regions].sort()),
  describe: (params) =>
    `AWS decides a quota request${params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`}`,
});
