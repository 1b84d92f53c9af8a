import { throttledSince } from '#db/queries/throttled.ts';
import { blockQuotaCode } from '#lib/catalogue/capacity-blocks.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { UNASKED_MARK } from '#lib/health/marks.ts';
import type { Failure } from '../../aws/errors.ts';
import type { RunContext } from '../../context.ts';
import { explainFailure } from '../../pipeline/targets.ts';

/** So long without one answer is more than asking too often. */
const QUOTA_AFTER = 30 * MINUTE;

/** A refusal from before a longer pause tells nothing of the time between: nobody asked. */
const SHORT_ENOUGH_TO_JOIN = 2.5 * COLLECTOR_INTERVALS_MS['capacity-block'];

/**
 * Sorts a failure of this call. The limit that AWS names when it is asked too often is also what an account without
 * a Capacity Block quota is told: only time tells them apart.
 */
export async function explainRefusal(
  run: RunContext,
  region: string,
  items: readonly string[],
  error: unknown,
): Promise<Failure> {
  const failure = await explainFailure(run, region, error);
  if (failure.errorClass !== 'throttle') return failure;
  const now = run.clock.now();
  const since = throttledSince(run.db, 'capacity-block', region, now - SHORT_ENOUGH_TO_JOIN);
  if (since === null || now - since < QUOTA_AFTER) return failure;
  return { ...failure, errorClass: 'quota', errorText: `${quotaHint(items)} (AWS: ${failure.errorText})` };
}

function quotaHint(items: readonly string[]): string {
  const families = new Map(items.map((item) => [item.split('.')[0] ?? '', blockQuotaCode(item)]));
  const codes = [...families].flatMap(([family, code]) => (code === undefined ? [] : `${code} (${family})`));
  const where =
    codes.length > 0 ? `check ${codes.join(', ')} in Service Quotas` : 'check it in Service Quotas';
  return `no answer for 30 min: the Capacity Block quota of this account is likely 0; ${where}`;
}

/** Failures that say nothing of the question: asking the next one would meet the same. */
const REGION_WIDE = new Set(['throttle', 'quota', 'auth', 'permission', 'network', 'timeout', 'server']);

export function isRegionWide(failure: Failure): boolean {
  return REGION_WIDE.has(failure.errorClass);
}

/** For the questions that were not asked because those before them were refused. */
export function notAsked(failure: Failure): Failure {
  return {
    ...failure,
    errorText: `${UNASKED_MARK}${failure.errorText}`.slice(0, 300),
  };
}
