import { buildDigest } from '#lib/digest/build.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import type { DigestPlan, Issue } from '#lib/digest/plan.ts';
import type { Db } from '../../client.ts';
import { withSnapshot } from '../../snapshot.ts';
import { digestFacts } from './facts.ts';

/**
 * An issue in words, from what the store knows of its time: all of it read as it was at one instant, however long that
 * takes. Others are served between the steps.
 */
export function makeDocument(
  db: Db,
  plan: DigestPlan,
  issue: Pick<Issue, 'period' | 'from' | 'to'>,
  simulated: boolean,
): Promise<DigestDocument> {
  return withSnapshot(db, async (snapshot) => {
    const facts = await inTurns(digestFacts(snapshot, plan, issue));
    await pause();
    return inTurns(buildDigest(plan, issue, facts, simulated));
  });
}

async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
