import { z } from 'zod';
import { isTypedNews, newsKind, typedFields, typedFilterKey, typedNews } from '../news-kind.ts';

const EVENTS = [
  'reservation-starts',
  'reservation-ends',
  'reservation-changed',
  'reservation-extended',
] as const;

const paramsSchema = z.strictObject(typedNews(EVENTS));
type Params = z.infer<typeof paramsSchema>;

export const reservation = newsKind<Params>({
  kind: 'reservation',
  label: 'Own block or reservation starts, ends or changes',
  collector: 'reservation',
  source: 'AWS Capacity Reservations',
  paramsSchema,
  fields: typedFields('p5*', EVENTS),
  isAbout: isTypedNews(EVENTS),
  filterKey: typedFilterKey,
  describe: (params) => {
    const what =
      params.types.length === 0 ? 'a block or reservation of ours' : `ours of ${params.types.join(', ')}`;
    const where = params.regions.length === 0 ? '' : ` in ${params.regions.join(', ')}`;
    return `${what}${where} starts or ends soon, or changes`;
  },
});
