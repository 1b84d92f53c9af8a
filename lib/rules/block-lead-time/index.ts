import { z } from 'zod';
import { MINUTE, parseDuration } from '#lib/domain/time.ts';
import {
  blockFilter,
  blockFilterFields,
  blockFilterKey,
  blockFilterWords,
  ofBlocks,
} from '../block-series.ts';
import { within } from '../fields.ts';
import { type SeriesQuestion, seriesFindings, whyMeasureEnded } from '../measured.ts';
import type { RuleKind } from '../types.ts';
import { beyond, FALSE, HOLD } from '../verdicts.ts';

const lead = within('7d').unwrap().optional();

const paramsSchema = z
  .strictObject({ ...blockFilter, longerThan: lead, shorterThan: lead })
  .refine(({ longerThan, shorterThan }) => longerThan !== undefined || shorterThan !== undefined, {
    error: 'say what to watch for: longerThan or shorterThan, such as 7d',
  });
type Params = z.infer<typeof paramsSchema>;

/** Share by which the lead has to come back over its limit: at every look it is half an hour shorter. */
const CLEAR_SHARE = 0.05;

export const blockLeadTime = {
  kind: 'block-lead-time',
  label: 'Time until the earliest Capacity Block starts',
  collector: 'capacity-block',
  reads: 'series',
  source: 'AWS Capacity Block offerings',
  paramsSchema,
  fields: [
    ...blockFilterFields,
    { name: 'longerThan', label: 'At least', hint: 'such as 7d: the earliest start is that far away' },
    { name: 'shorterThan', label: 'Less than', hint: 'such as 48h: one can be had sooner' },
  ],
  needs: () => ({ windowsMs: [] }),
  evaluate(params, reading, now) {
    const isMine = ofBlocks(params, reading.region);
    return seriesFindings(
      reading,
      now,
      (series) => series.kind === 'block-lead' && isMine(series),
      questionsOf(params),
      () => ({ measure: 'block-lead' }),
    );
  },
  watches: (params, { type = '', qualifier = '', region = '', condition }) =>
    ofBlocks(params, region)({ type, qualifier }) &&
    questionsOf(params).some((question) => question.condition === condition),
  filterKey: blockFilterKey,
  describe: (params) => {
    const { longerThan, shorterThan } = params;
    const parts = [
      longerThan && `${longerThan} away or more`,
      shorterThan && `less than ${shorterThan} away`,
    ].filter((part) => part !== undefined);
    return `earliest start of ${blockFilterWords(params)} is ${parts.join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'series'>;

/** With nothing on sale a long lead has not become shorter, and a short one is over. */
function questionsOf({ longerThan, shorterThan }: Params): SeriesQuestion[] {
  return [['above', longerThan] as const, ['below', shorterThan] as const].flatMap(([condition, text]) => {
    if (text === undefined) return [];
    const limit = (parseDuration(text) ?? 0) / MINUTE;
    return [
      {
        condition,
        windowMs: null,
        limit,
        absent: condition === 'above' ? HOLD : FALSE,
        judge: (value: number) => beyond(condition, value, limit, CLEAR_SHARE),
      },
    ];
  });
}
