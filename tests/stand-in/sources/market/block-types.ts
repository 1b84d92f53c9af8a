import { factsOf } from '../catalogue.ts';
import type { InstanceTypeFacts, TypeOffering } from '../market-source.ts';
import { BLOCK_ITEMS, blockZones } from './block-items.ts';

const USAGE_CLASS = 'capacity-block';

/** UltraServer types were in no capture of an ordinary region (facts/aws-apis.md 5.7). */
const soldHere = (region: string): string[] =>
  [...BLOCK_ITEMS].flatMap(([item, facts]) =>
    !facts.ultraserver && blockZones(region, item).length > 0 ? [item] : [],
  );

/** The types of a region with `capacity-block` among the usage classes exactly where blocks are sold. */
export function withBlockTypes(region: string, types: readonly InstanceTypeFacts[]): InstanceTypeFacts[] {
  const sold = soldHere(region);
  const adjusted = types.map((facts): InstanceTypeFacts => {
    if (sold.includes(facts.type) || !facts.classes.includes(USAGE_CLASS)) return facts;
    return { ...facts, classes: facts.classes.filter((usageClass) => usageClass !== USAGE_CLASS) };
  });
  const added = sold.filter((type) => !types.some((facts) => facts.type === type));
  return [...adjusted, ...added.map((type) => ({ ...factsOf(type), classes: [USAGE_CLASS] }))];
}

/** Zones that hold blocks of a type offer it, even where nothing else of it is sold. */
export function withBlockOfferings(region: string, offerings: readonly TypeOffering[]): TypeOffering[] {
  const known = new Set(offerings.map(({ type, zoneId }) => `${type} ${zoneId}`));
  const added = soldHere(region).flatMap((type) =>
    blockZones(region, type)
      .filter((zoneId) => !known.has(`${type} ${zoneId}`))
      .map((zoneId): TypeOffering => ({ type, zoneId })),
  );
  return [...offerings, ...added];
}
