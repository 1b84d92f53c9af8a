import type { RegionFacts } from '#lib/capacity/standing.ts';
import { DESCRIBED_BLOCKS, isSoldAlone } from '#lib/catalogue/capacity-blocks.ts';
import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import type { Watch } from '#lib/config/watch.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { Db } from '../client.ts';
import { listTypeRegions } from './instance-types.ts';
import { itemsSeen } from './offers.ts';

/** DescribeInstanceTypes' word for a type that Capacity Blocks are sold of. */
const BLOCK_CLASS = 'capacity-block';

export type FactsOf = (region: string) => RegionFacts;

/** What each region sells as Capacity Blocks: as AWS listed it, or by the described table before AWS was asked. */
export function blockFacts(db: Db | undefined, watch: Pick<Watch, 'types'>): FactsOf {
  const listed = db === undefined ? [] : listTypeRegions(db);
  const sold =
    listed.length === 0
      ? DESCRIBED_BLOCKS
      : listed.filter((row) => row.usageClasses.split(',').includes(BLOCK_CLASS));
  const seen = db === undefined ? new Set<string>() : itemsSeen(db, 'capacity-block');
  const isWatched = anyGlob(watch.types);
  const ultra = [...ULTRASERVERS].filter(
    ([item, { instanceType }]) => isWatched(item) || isWatched(instanceType),
  );
  return (region) => ({
    region,
    types: sold
      .filter((row) => row.region === region && isWatched(row.instanceType) && isSoldAlone(row.instanceType))
      .map((row) => row.instanceType)
      .sort(),
    ultraServers: ultra.map(([item]) => ({ item, found: seen.has(`${region} ${item}`) })),
  });
}
