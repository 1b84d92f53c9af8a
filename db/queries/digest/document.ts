import { buildDigest } from '#lib/digest/build.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import type { DigestPlan, Issue } from '#lib/digest/plan.ts';
import type { Db } from '../../client.ts';
import { readDigestFacts } from './facts.ts';

/** An issue in words, from what the store knows of its time. */
export function makeDocument(db: Db, plan: DigestPlan, issue: Issue, simulated: boolean): DigestDocument {
  return buildDigest(plan, issue, readDigestFacts(db, plan, issue), simulated);
}
