import { soldTypes, type UsageClass } from '#db/queries/sold-types.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { JobContext } from '../context.ts';

/**
 * What a complete look that found nothing amounts to: `not_sold` where AWS lists no watched type in the region for any of
 * these ways of buying, `none` where it lists one, and where nobody has read the list.
 */
export function nothingIn(
  { db, watch }: Pick<JobContext, 'db' | 'watch'>,
  region: string,
  classes: readonly UsageClass[],
): 'none' | 'not_sold' {
  const sold = soldTypes(db, classes).get(region);
  return sold === undefined || [...sold].some(anyGlob(watch.types)) ? 'none' : 'not_sold';
}
