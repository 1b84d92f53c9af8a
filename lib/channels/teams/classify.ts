import { classifyFailure, classifyStatus, pauseOf } from '../answer.ts';
import type { Classification, SendResult } from '../types.ts';

/** What a workflow's answer means: 202 is success, and 404 or 410 a workflow that is gone. */
export function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  return classifyStatus(result.status, pauseOf(result.retryAfter));
}
