import type { Db } from '#db/client.ts';
import { blockFacts } from '#db/queries/block-facts.ts';
import { BLOCK_PACE } from '#lib/capacity/pace.ts';
import { checkSweep, standingQuestions } from '#lib/capacity/standing.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import { type CapacitySettings, checkWindows } from '#lib/config/capacity.ts';
import { checkWatch, type KnownNames, type Watch } from '#lib/config/watch.ts';
import { AppError } from '#lib/domain/errors.ts';

/**
 * Checks what is asked about Capacity Blocks against the known names, the watch list, the calendar and AWS's rate.
 * @throws AppError TYPE_UNKNOWN, REGION_UNKNOWN, CONFIG_INVALID, START_WINDOW, SWEEP_TOO_LONG
 */
export function checkCapacity(
  capacity: CapacitySettings,
  watch: Watch,
  known: KnownNames,
  at: { db: Db | undefined; now: number },
): void {
  const names = { ...known, types: [...known.types, ...ULTRASERVERS.keys()] };
  for (const { name, type, regions } of capacity.asks) {
    checkWatch({ regions, types: [type], products: [] }, names);
    const outside = regions.find((region) => watch.regions.length > 0 && !watch.regions.includes(region));
    if (outside !== undefined)
      throw new AppError('CONFIG_INVALID', `the question "${name}" is about a region that is not watched`, {
        field: 'capacity.asks',
        received: outside,
        accepted: watch.regions.join(', '),
      });
  }
  checkWindows(capacity, at.now);
  const factsOf = blockFacts(at.db, watch);
  const regions = watch.regions.length > 0 ? watch.regions : [...known.regions];
  for (const region of new Set(regions))
    checkSweep(region, standingQuestions(factsOf(region), capacity, at.now), BLOCK_PACE);
}
