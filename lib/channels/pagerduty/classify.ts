import { classifyFailure, classifyStatus, pauseOf } from '../answer.ts';
import type { Classification, SendResult } from '../types.ts';

/** What PagerDuty's answer means: 202 is success, and a 400 is about the event unless it is about the key. */
export function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  const { status, body, retryAfter } = result;
  if (status === 400 && /routing[_ ]key/i.test(body))
    return { is: 'broken', why: '400 integration key refused' };
  if (status >= 200 && status < 300 && status !== 202) {
    const atMost = { tries: 3, end: 'dead' } as const;
    return { is: 'retry', why: `${status} without acceptance`, ambiguous: true, atMost };
  }
  return classifyStatus(status, pauseOf(retryAfter));
}
