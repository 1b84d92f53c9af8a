import { z } from 'zod';
import { regions, zones } from '../fields.ts';
import { listed, type SeriesQuestion, seriesFindings, whyMeasureEnded } from '../measured.ts';
import type { RuleKind } from '../types.ts';
import { beyond } from '../verdicts.ts';

const score = z
  .int('expected a whole number from 1 to 10')
  .min(1, 'a score is 1 to 10')
  .max(10, 'a score is 1 to 10');

const paramsSchema = z
  .strictObject({
    baskets: z.array(z.string().min(1).max(80)).max(10).default([]),
    capacities: z.array(z.int().min(1)).max(20).default([]),
    regions,
    zones,
    atLeast: score.optional(),
    below: score.optional(),
  })
  .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
    error: 'say what to watch for: atLeast or below, a score from 1 to 10',
  });
type Params = z.infer<typeof paramsSchema>;

export const placementScore = {
  kind: 'placement-score',
  label: 'Spot placement score crosses',
  collector: 'placement-score',
  reads: 'series',
  source: 'AWS spot placement scores',
  paramsSchema,
  fields: [
    { name: 'baskets', label: 'Baskets', hint: 'by the names in the configuration; empty: all' },
    { name: 'capacities', label: 'Sizes', hint: 'instances asked for; empty: all' },
    { name: 'regions', label: 'Regions', hint: 'empty: all that are scored' },
    { name: 'zones', label: 'Zone IDs', hint: 'empty: all that are scored' },
    { name: 'atLeast', label: 'At least', hint: '1 to 10: capacity has become likelier' },
    { name: 'below', label: 'Below', hint: '1 to 10: capacity has become unlikely' },
  ],
  needs: () => ({ windowsMs: [] }),
  evaluate: (params, reading, now) =>
    seriesFindings(
      reading,
      now,
      (series) => series.kind === 'placement-score' && isMine(params, { ...series, region: reading.region }),
      questionsOf(params),
      () => ({ measure: 'placement-score' }),
    ),
  watches: (params, { qualifier = '', region = '', zoneId = '', condition }) =>
    isMine(params, { qualifier, region, zoneId }) &&
    questionsOf(params).some((question) => question.condition === condition),
  filterKey: ({ baskets, capacities, regions: places, zones: ids }) =>
    JSON.stringify([[...baskets].sort(), [...capacities].sort(), [...places].sort(), [...ids].sort()]),
  describe: ({ baskets, capacities, regions: places, zones: ids, atLeast, below }) => {
    const what = baskets.length === 0 ? 'any basket' : baskets.join(', ');
    const size = capacities.length === 0 ? '' : `${capacities.join(' or ')} × `;
    const where = [...places, ...ids];
    const parts = [atLeast && `is at least ${atLeast}`, below && `is below ${below}`].filter(Boolean);
    return `placement score of ${size}${what}${where.length === 0 ? '' : ` in ${where.join(', ')}`} ${parts.join(', or ')}`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'series'>;

type Place = { qualifier: string; region: string; zoneId: string };

function isMine({ baskets, capacities, regions: places, zones: ids }: Params, at: Place): boolean {
  const cut = at.qualifier.lastIndexOf('/');
  const [basket, capacity] = [at.qualifier.slice(0, cut), Number(at.qualifier.slice(cut + 1))];
  return (
    listed(baskets, basket) &&
    listed(capacities, capacity) &&
    listed(places, at.region) &&
    listed(ids, at.zoneId)
  );
}

/** A score moves by whole numbers: there is no band in which it could flutter. */
function questionsOf({ atLeast, below }: Params): SeriesQuestion[] {
  return [['above', atLeast] as const, ['below', below] as const].flatMap(([condition, limit]) =>
    limit === undefined
      ? []
      : [{ condition, windowMs: null, limit, judge: (value: number) => beyond(condition, value, limit) }],
  );
}
