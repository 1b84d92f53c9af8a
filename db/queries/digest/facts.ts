import type { DigestFacts } from '#lib/digest/facts.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../../client.ts';
import { readAsked } from '../asked.ts';
import { listTargets, listTypes } from '../board.ts';
import { alertFacts, endingSoon, knownFacts, nearQuotas, openRequests } from './desk-facts.ts';
import {
  blockFacts,
  dailyLows,
  listPriceChanges,
  offeringNews,
  poolFacts,
  type Wanted,
} from './market-facts.ts';

/** All that an issue is made of: of the plan's types and regions, as far as they are watched. */
export function readDigestFacts(
  db: Db,
  plan: Pick<DigestPlan, 'types' | 'regions'>,
  time: Span,
): DigestFacts {
  const asked = new Set(listTargets(db, ['spot-price']).map(({ region }) => region));
  const regions = [...asked].filter((name) => plan.regions.length === 0 || plan.regions.includes(name));
  const [isWanted, isWatched] = [anyGlob(plan.types), anyGlob(readAsked(db)?.watch.types ?? [])];
  const wanted: Wanted = {
    isType: (type) => isWanted(type) && isWatched(type),
    isRegion: (region) => regions.includes(region),
  };
  const types = listTypes(db)
    .filter(({ name }) => wanted.isType(name))
    .map(({ name, accelerator, acceleratorCount: accelerators, purpose }) => ({
      ...{ name, accelerator, accelerators, trains: purpose === 'training' },
    }));
  return {
    ...time,
    types,
    pools: poolFacts(db, wanted, time),
    dailyLows: new Map(types.map(({ name }) => [name, dailyLows(db, name, regions, time.to)])),
    blocks: blockFacts(db, wanted, time),
    listPrices: listPriceChanges(db, wanted, time),
    alerts: alertFacts(db, time),
    quotas: nearQuotas(db, wanted),
    requests: openRequests(db, wanted),
    endings: endingSoon(db, wanted, time.to),
    news: offeringNews(db, wanted, time),
    known: knownFacts(db, wanted, time),
  };
}
