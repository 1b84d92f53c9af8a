import type { Failure } from '../../aws/errors.ts';
import type { RunContext } from '../../context.ts';
import { explainFailure } from '../../pipeline/targets.ts';

/** What a refused search means: not sold (of this type, or in the whole region), or a failure. */
export type Refusal =
  | { notSold: true; isRegionWide: boolean }
  | { notSold: false; failure: Failure; isRegionWide: boolean };

/** Failures that say nothing of the question: asking the next one would meet the same. */
const REGION_WIDE = new Set(['throttle', 'auth', 'permission', 'region_disabled', 'network', 'timeout']);

/** Sorts a refusal by SageMaker's own codes (SageMaker API Reference, SearchTrainingPlanOfferings; AWS's own sample). */
export async function explainRefusal(run: RunContext, region: string, error: unknown): Promise<Refusal> {
  const { name = '', message = '' } = (error ?? {}) as { name?: string; message?: string };
  if (name === 'UnknownOperationException') return { notSold: true, isRegionWide: true };
  if (name === 'ValidationException' && /invalid (instance|ultraserver) type/i.test(message))
    return { notSold: true, isRegionWide: false };
  if (name === 'ResourceLimitExceeded') {
    const errorText = `the SageMaker quota hides the market: ${message}`.slice(0, 300);
    const failure: Failure = { outcome: 'denied', errorClass: 'quota', errorText };
    // A quota is of one type: others may be open.
    return { notSold: false, failure, isRegionWide: false };
  }
  const failure = await explainFailure(run, region, error);
  return { notSold: false, failure, isRegionWide: REGION_WIDE.has(failure.errorClass) };
}
