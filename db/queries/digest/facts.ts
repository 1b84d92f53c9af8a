import type { DigestFacts } from '#lib/digest/facts.ts';
import type { DigestPlan } from '#lib/digest/plan.ts';
import { windowsOf } from '#lib/digest/windows.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { SlotMean } from '#lib/series/slots.ts';
import type { TimedValue } from '#lib/series/timeline.ts';
import type { Db } from '../../client.ts';
import { readAsked } from '../asked.ts';
import { listTargets, listTypes } from '../board.ts';
import { listPriceChanges, offeringNews, type Wanted } from '../market-news.ts';
import { readDaily } from './daily.ts';
import { alertFacts, endingSoon, knownFacts, nearQuotas, openRequests } from './desk-facts.ts';
import { latePriceChanges } from './late-prices.ts';
import { blockFacts, poolFacts, poolPoints } from './market-facts.ts';

/** Purposes of accelerators that models are trained on. */
const TRAINING = new Set(['training', 'both']);

/**
 * All that an issue is made of: of the plan's types and regions, as far as they are watched. Over a large store that
 * takes a while: it comes in steps, between which others may be served.
 */
export function* digestFacts(
  db: Db,
  plan: Pick<DigestPlan, 'name' | 'types' | 'regions'>,
  { from, to }: Span,
): Generator<undefined, DigestFacts> {
  const time = { from, to };
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
      ...{ name, accelerator, accelerators, trains: TRAINING.has(purpose) },
    }));
  const found = yield* poolFacts(db, wanted, time);
  const lows = new Map<string, TimedValue[]>();
  const ends = new Map<number, (number | null)[]>();
  const windows = new Map<string, SlotMean[]>();
  for (const { name } of types) {
    yield;
    const daily = readDaily(db, name, regions, to);
    lows.set(name, daily.lows);
    for (const [id, days] of daily.ends) ends.set(id, days);
    windows.set(name, windowsOf(poolPoints(db, name, regions, from), time));
  }
  const pools = found.map(({ id, ...pool }) => ({ ...pool, days: ends.get(id) ?? [] }));
  yield;
  const blocks = blockFacts(db, wanted, time);
  yield;
  const listPrices = [
    ...latePriceChanges(db, plan.name, wanted, from),
    ...listPriceChanges(db, wanted, time),
  ];
  yield;
  const news = offeringNews(db, wanted, time);
  yield;
  const known = knownFacts(db, wanted, time);
  yield;
  return {
    ...{ ...time, types, pools, dailyLows: lows, windows, blocks, listPrices, news, known },
    alerts: alertFacts(db, time),
    quotas: nearQuotas(db, wanted),
    requests: openRequests(db, wanted),
    endings: endingSoon(db, wanted, time.to),
  };
}
