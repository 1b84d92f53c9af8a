import { z } from 'zod';
import { regions } from '../fields.ts';
import { listed } from '../measured.ts';
import { newsKind } from '../news-kind.ts';

const paramsSchema = z.strictObject({ regions });
type Params = z.infer<typeof paramsSchema>;

export const quotaChange = newsKind<Params>({
  kind: 'quota-change',
  label: 'Quota changed',
  collector: 'quota',
  source: 'AWS Service Quotas',
  paramsSchema,
  fields: [{ name: 'regions', label: 'Regions', hint: 'empty: all watched regions' }],
  isAbout: (params, { kind }, region) => kind === 'quota-changed' && listed(params.regions, region),
  filterKey: (params) => JSON.stringify([...params.regions].sort()),
  describe: (params) =>
    `an accelerator quota${params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`} changes`,
});
