import { z } from 'zod';
import { anyGlob } from '#lib/domain/glob.ts';
import { parseDuration } from '#lib/domain/time.ts';
import { bucketLabel, bucketOf } from '#lib/interruption/buckets.ts';
import { regions, types, within } from '../fields.ts';
import { listed, type SeriesQuestion, seriesFindings, whyMeasureEnded } from '../measured.ts';
import type { RuleKind, SeriesState } from '../types.ts';
import { beyond, FALSE, TRUE } from '../verdicts.ts';

const LABELS = [0, 1, 2, 3, 4].map((bucket) => bucketLabel(bucket) ?? '');

const paramsSchema = z
  .strictObject({
    types,
    regions,
    system: z.enum(['Linux', 'Windows'], 'expected Linux or Windows').default('Linux'),
    worsens: z.strictObject({ within: within('7d') }).optional(),
    atLeast: z.enum(LABELS as [string, ...string[]], `expected one of ${LABELS.join(', ')}`).optional(),
  })
  .refine(({ worsens, atLeast }) => worsens !== undefined || atLeast !== undefined, {
    error: 'say what to watch for: worsens (within a window) or atLeast (a range such as ">20%")',
  });
type Params = z.infer<typeof paramsSchema>;

export const interruptionRate = {
  kind: 'interruption-rate',
  label: 'Spot interruption rate worsens',
  collector: 'interruption',
  reads: 'series',
  source: 'AWS Spot Instance Advisor',
  paramsSchema,
  fields: [
    { name: 'types', label: 'Types', hint: 'types or patterns such as g6*; empty: all' },
    { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
    { name: 'system', label: 'System', hint: 'Linux or Windows' },
    { name: 'worsens', label: 'Worsens', hint: 'by a range or more within a window' },
    { name: 'atLeast', label: 'At least', hint: LABELS.join(', ') },
  ],
  needs: (params) => ({ windowsMs: questionsOf(params).flatMap(({ windowMs }) => windowMs ?? []) }),
  evaluate(params, reading, now) {
    const mine = ofTypes(params, reading.region);
    return seriesFindings(
      reading,
      now,
      (series) => series.kind === 'interruption' && mine(series),
      questionsOf(params),
      () => ({ measure: 'interruption' }),
    );
  },
  watches: (params, { type = '', qualifier = '', region = '', condition }) =>
    ofTypes(params, region)({ type, qualifier }) &&
    questionsOf(params).some((question) => question.condition === condition),
  filterKey: ({ types: globs, regions: places, system }) =>
    JSON.stringify([[...globs].sort(), [...places].sort(), system]),
  describe: ({ types: globs, regions: places, system, worsens, atLeast }) => {
    const what = globs.length === 0 ? 'any type' : globs.join(', ');
    const parts = [worsens && `worsens within ${worsens.within}`, atLeast && `is ${atLeast} or worse`].filter(
      (part) => part !== undefined,
    );
    const where = places.length === 0 ? '' : ` in ${places.join(', ')}`;
    return `interruption rate of ${what} (${system})${where} ${parts.join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'series'>;

function ofTypes({ types: globs, regions: places, system }: Params, region: string) {
  const isType = anyGlob(globs);
  return ({ type, qualifier }: Pick<SeriesState, 'type' | 'qualifier'>): boolean =>
    listed(places, region) && qualifier === system && isType(type);
}

function questionsOf({ worsens, atLeast }: Params): SeriesQuestion[] {
  const questions: SeriesQuestion[] = [];
  if (worsens !== undefined)
    questions.push({
      condition: 'rise',
      windowMs: parseDuration(worsens.within) ?? 0,
      limit: null,
      judge: (bucket, before) => (bucket > (before ?? bucket) ? TRUE : FALSE),
    });
  const least = atLeast === undefined ? undefined : bucketOf(atLeast);
  if (least !== undefined)
    questions.push({
      condition: 'above',
      windowMs: null,
      limit: least,
      judge: (bucket) => beyond('above', bucket, least),
    });
  return questions;
}
