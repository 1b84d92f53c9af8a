import type { Db } from '#db/client.ts';
import { readAsked } from '#db/queries/asked.ts';
import { blockFacts } from '#db/queries/block-facts.ts';
import { knownRegions } from '#db/queries/known.ts';
import { listRules } from '#db/queries/rules.ts';
import { BLOCK_PACE } from '#lib/capacity/pace.ts';
import { checkSweep, standingQuestions } from '#lib/capacity/standing.ts';
import { checkWindow } from '#lib/config/capacity.ts';
import { asksOfRules } from '#lib/config/rule-asks.ts';
import type { RuleConfig } from '#lib/config/rules.ts';

/**
 * A rule about a block has it asked for at every look: refused where AWS's rate, or its calendar, does not allow that
 * beside all that is asked already. Product time.
 * @throws AppError SWEEP_TOO_LONG, START_WINDOW
 */
export function checkAsks(db: Db, rule: RuleConfig, id: number | undefined, now: number): void {
  const own = asksOfRules([rule]);
  const asked = readAsked(db);
  if (own.length === 0 || asked === undefined) return;
  for (const ask of own) checkWindow(ask, ['when'], now);
  const others = listRules(db).filter((one) => one.origin === 'page' && one.enabled && one.id !== id);
  const capacity = { ...asked.capacity, asks: [...asked.capacity.asks, ...asksOfRules(others), ...own] };
  const factsOf = blockFacts(db, asked.watch);
  const watched = asked.watch.regions.length > 0 ? asked.watch.regions : knownRegions(db);
  for (const region of watched)
    checkSweep(region, standingQuestions(factsOf(region), capacity, now), BLOCK_PACE);
}
