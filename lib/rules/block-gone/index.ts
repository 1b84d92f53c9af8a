import { z } from 'zod';
import type { Facts } from '#lib/alerts/facts.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { parseDuration } from '#lib/domain/time.ts';
import {
  blockFilter,
  blockFilterFields,
  blockFilterKey,
  blockFilterWords,
  ofBlocks,
} from '../block-series.ts';
import { within } from '../fields.ts';
import { seriesFindings } from '../measured.ts';
import type { RuleKind } from '../types.ts';
import { FALSE, TRUE } from '../verdicts.ts';

const paramsSchema = z.strictObject({ ...blockFilter, within: within('24h') });
type Params = z.infer<typeof paramsSchema>;

const windowOf = (params: Params) => parseDuration(params.within) ?? 0;

export const blockGone = {
  kind: 'block-gone',
  label: 'Capacity Blocks sold out',
  collector: 'capacity-block',
  reads: 'series',
  source: 'AWS Capacity Block offerings',
  paramsSchema,
  fields: [
    ...blockFilterFields,
    { name: 'within', label: 'Within', hint: 'how long ago something was still on sale, 24h by default' },
  ],
  needs: (params) => ({ windowsMs: [windowOf(params)] }),
  evaluate(params, reading, now) {
    const isMine = ofBlocks(params, reading.region);
    return seriesFindings(
      reading,
      now,
      (series) => series.kind === 'block-offers' && isMine(series),
      [
        {
          condition: 'fall',
          windowMs: windowOf(params),
          limit: 0,
          judge: (offers, before) => (offers === 0 && (before ?? 0) > 0 ? TRUE : FALSE),
        },
      ],
      () => ({ measure: 'block-gone' }),
    );
  },
  watches: (params, { type = '', qualifier = '', region = '' }) =>
    ofBlocks(params, region)({ type, qualifier }),
  filterKey: blockFilterKey,
  describe: (params) =>
    `no block of ${blockFilterWords(params)} on offer any more that was within ${params.within}`,
  whyEnded: (_fired: Facts, latest: Facts): ResolveReason =>
    latest.topic === 'measure' && latest.value === 0 ? 'window_passed' : 'cleared',
} satisfies RuleKind<Params, 'series'>;
