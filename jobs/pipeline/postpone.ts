import type { Db } from '#db/client.ts';
import { newestLookErrors, type Target } from '#db/queries/targets.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { POSTPONED_MARK, UNEXPECTED_MARK } from '#lib/health/marks.ts';
import { classifyFailure, type Failure } from '../aws/errors.ts';

/** How often in a row a target may throw what nobody expects before it is left alone for a while. */
const PATIENCE = 3;
const LEFT_ALONE_MS = 15 * MINUTE;

/** A failure that is a mistake of ours, not an answer of AWS. */
export function unexpected(error: unknown): Failure {
  const { errorText } = classifyFailure(error);
  return { outcome: 'failed', errorClass: 'internal', errorText: `${UNEXPECTED_MARK} ${errorText}` };
}

/** True for a target that has thrown so often that it is not looked at for now. */
export function isPostponed({ errorText, lastLookAt }: Target, now: number): boolean {
  if (lastLookAt === null || !errorText?.endsWith(POSTPONED_MARK)) return false;
  const since = now - lastLookAt;
  return since >= 0 && since < LEFT_ALONE_MS;
}

/** Says of the third mistake in a row, and of each after it, that the target is left alone for a while. */
export function withPostponement(db: Db, target: Target, failure: Failure): Failure {
  if (!failure.errorText.startsWith(UNEXPECTED_MARK)) return failure;
  const before = newestLookErrors(db, target.id, PATIENCE - 1);
  const isThird =
    before.length === PATIENCE - 1 && before.every((text) => text?.startsWith(UNEXPECTED_MARK) === true);
  return isThird ? { ...failure, errorText: `${failure.errorText} ${POSTPONED_MARK}` } : failure;
}
