import { z } from 'zod';
import { DURATIONS_ACCEPTED, MOST_INSTANCES, parseBlockDuration } from '#lib/capacity/durations.ts';
import { readQualifier } from '#lib/capacity/question.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { regions, types } from './fields.ts';
import { listed } from './measured.ts';
import type { SeriesState } from './types.ts';

/** Which questions for Capacity Blocks a rule is about; empty lists stand for all that are asked. */
export const blockFilter = {
  types,
  regions,
  counts: z
    .array(z.int().min(1, 'COUNT_RANGE: a block holds at least 1 instance').max(MOST_INSTANCES))
    .max(20)
    .default([]),
  durations: z
    .array(
      z.string().refine((text) => parseBlockDuration(text) !== undefined, {
        error: `DURATION_NOT_OFFERED: AWS sells no Capacity Block of this length: ${DURATIONS_ACCEPTED}`,
      }),
    )
    .max(30)
    .default([]),
};

export type BlockFilter = {
  types: readonly string[];
  regions: readonly string[];
  counts: readonly number[];
  durations: readonly string[];
};

/** A test for the series of one kind that the filter is about. */
export function ofBlocks(
  { types: globs, regions: places, counts, durations }: BlockFilter,
  region: string,
): (series: Pick<SeriesState, 'type' | 'qualifier'>) => boolean {
  if (!listed(places, region)) return () => false;
  const isType = anyGlob(globs);
  const hours = durations.map(parseBlockDuration);
  return ({ type, qualifier }) => {
    const parts = readQualifier(qualifier);
    if (parts === undefined || !isType(type)) return false;
    return listed(counts, parts.count) && listed(hours, parts.durationHours);
  };
}

export const blockFilterKey = ({ types: globs, regions: places, counts, durations }: BlockFilter): string =>
  JSON.stringify([[...globs].sort(), [...places].sort(), [...counts].sort(), [...durations].sort()]);

export const blockFilterFields = [
  { name: 'types', label: 'Types', hint: 'types or patterns such as p5*; empty: all that are asked' },
  { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
  { name: 'counts', label: 'Counts', hint: 'instances in one block; empty: all that are asked' },
  { name: 'durations', label: 'Durations', hint: 'such as 24h or 7d; empty: all that are asked' },
];

/** "8 × p5.48xlarge for 7d in us-east-1", as far as the filter says it. */
export function blockFilterWords({ types: globs, regions: places, counts, durations }: BlockFilter): string {
  const what = globs.length === 0 ? 'any type' : globs.join(', ');
  const size = counts.length === 0 ? '' : `${counts.join(' or ')} × `;
  const length = durations.length === 0 ? '' : ` for ${durations.join(' or ')}`;
  const where = places.length === 0 ? '' : ` in ${places.join(', ')}`;
  return `${size}${what}${length}${where}`;
}
