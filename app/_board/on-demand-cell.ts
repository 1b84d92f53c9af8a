import type { Outcome } from '#lib/domain/outcome.ts';
import { seriesOutcome, toOutcome } from '#lib/series/standing.ts';
import type { BoardFacts } from './facts.ts';
import type { OnDemandCell } from './row.ts';

/** The on-demand price in the region of a pool, so that its share and the price beside it agree. */
export function onDemandIn(
  facts: BoardFacts,
  { type, region }: { type: string; region: string },
): OnDemandCell {
  const price = facts.onDemand.get(type)?.find((entry) => entry.region === region);
  if (price !== undefined && price.value !== null)
    return { value: price.value, scale: price.scale, region, outcome: 'value' };
  const own =
    price === undefined ? facts.onDemandOutcome : seriesOutcome(null, toOutcome(price.outcome), 'none');
  return { value: null, region, outcome: own };
}

const HOME = 'us-east-1';

/** The lowest on-demand price; us-east-1 where it is among the lowest, as most people compare with it. */
export function cheapestOnDemand(
  facts: BoardFacts,
  type: string,
  regions: readonly string[] | undefined,
): OnDemandCell {
  const here = (facts.onDemand.get(type) ?? []).flatMap(({ value, scale, region }) =>
    value === null || regions?.includes(region) === false
      ? []
      : { value, scale, region, outcome: 'value' as const },
  );
  const [first] = here.sort(
    (a, b) => a.value - b.value || rank(a.region) - rank(b.region) || a.region.localeCompare(b.region),
  );
  return first ?? { value: null, region: null, outcome: noListPrice(facts, type) };
}

/** Why a type has no list price anywhere: what the look said of the type, or of all of them where it said nothing. */
function noListPrice(facts: BoardFacts, type: string): Outcome {
  const [own, ...others] = (facts.onDemand.get(type) ?? []).map(({ outcome }) => toOutcome(outcome));
  if (own === undefined || others.some((other) => other !== own)) return facts.onDemandOutcome;
  return seriesOutcome(null, own, facts.onDemandOutcome);
}

function rank(region: string): number {
  return region === HOME ? 0 : 1;
}
