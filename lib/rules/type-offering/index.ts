import { z } from 'zod';
import { OFFERING_EVENTS } from '#lib/offerings/news.ts';
import { isTypedNews, newsKind, typedFields, typedFilterKey, typedNews } from '../news-kind.ts';

const paramsSchema = z.strictObject(typedNews(OFFERING_EVENTS));
type Params = z.infer<typeof paramsSchema>;

export const typeOffering = newsKind<Params>({
  kind: 'type-offering',
  label: 'Type newly sold or no longer sold',
  collector: 'type-offering',
  source: 'AWS instance type offerings',
  paramsSchema,
  fields: typedFields('p6*', OFFERING_EVENTS),
  isAbout: isTypedNews(OFFERING_EVENTS),
  filterKey: typedFilterKey,
  describe: (params) => {
    const what = params.types.length === 0 ? 'an accelerator type' : params.types.join(', ');
    const where = params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`;
    return `${what} comes, goes or changes its zones${where}`;
  },
});
