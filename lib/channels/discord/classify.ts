import { SECOND } from '#lib/domain/time.ts';
import { clampPause, classifyFailure, classifyStatus, pauseOf } from '../answer.ts';
import type { Classification, SendResult } from '../types.ts';

/** What Discord's answer means: 204 without a body is success, and a 429 names its pause in the body, in seconds. */
export function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  const { status, body, retryAfter } = result;
  return classifyStatus(status, status === 429 ? pauseIn(body, retryAfter) : 0);
}

function pauseIn(body: string, retryAfter: string | undefined): number {
  const seconds = /"retry_after"\s*:\s*(\d{1,9}(?:\.\d{1,6})?)/.exec(body)?.[1];
  return seconds === undefined ? pauseOf(retryAfter) : clampPause(Math.ceil(Number(seconds) * SECOND));
}
