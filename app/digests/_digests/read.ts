import 'server-only';
import type { Db } from '#db/client.ts';
import { knownDigests } from '#db/queries/digest/issues.ts';
import { type DigestPlan, EVERYTHING } from '#lib/digest/plan.ts';

/** The plan of that name; the one about everything where nobody has asked for any. */
export function planNamed(db: Db, name: string): DigestPlan | undefined {
  const plans = knownDigests(db);
  if (plans.length === 0 && name === EVERYTHING.name) return EVERYTHING;
  return plans.find((plan) => plan.name === name);
}
