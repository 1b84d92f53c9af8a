import 'server-only';
import type { Db } from '#db/client.ts';
import { readDigestFacts } from '#db/queries/digest/facts.ts';
import { type KnownPlan, knownDigests } from '#db/queries/digest/issues.ts';
import { buildDigest } from '#lib/digest/build.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import { type DigestPlan, nextIssue } from '#lib/digest/plan.ts';
import { DAY } from '#lib/domain/time.ts';

/** What a digest would be about where nobody has asked for one. */
export const EVERYTHING: DigestPlan = {
  ...{ name: 'weekly', channels: [], every: 'week', day: 'monday', at: { hour: 8, minute: 0 } },
  ...{ zone: 'UTC', types: [], regions: [] },
};

/** The plan of that name; the one about everything where nobody has asked for any. */
export function planNamed(db: Db, name: string): KnownPlan | DigestPlan | undefined {
  const plans = knownDigests(db);
  if (plans.length === 0 && name === EVERYTHING.name) return EVERYTHING;
  return plans.find((plan) => plan.name === name);
}

/** What the next issue would say if it were due now. */
export function previewOf(db: Db, plan: DigestPlan, now: number, simulated: boolean): DigestDocument {
  const time = { from: now - (plan.every === 'week' ? 7 : 1) * DAY, to: now };
  return buildDigest(plan, nextIssue(plan, now), readDigestFacts(db, plan, time), simulated);
}
