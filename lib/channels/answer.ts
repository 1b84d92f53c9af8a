import { SECOND } from '#lib/domain/time.ts';
import type { Classification, SendResult } from './types.ts';

const MIN_PAUSE = SECOND;
const MAX_PAUSE = 600 * SECOND;
const DEFAULT_PAUSE = 30 * SECOND;
const CERTIFICATE_TRIES = 3;

type Failed = Extract<SendResult, { failure: string }>;

/** What it means that no answer came, whoever was asked (spec 2.8). */
export function classifyFailure({ failure, detail, reached }: Failed): Classification {
  if (failure === 'blocked') return { is: 'config', why: `address blocked: ${detail}` };
  const why = detail === '' ? failure : `${failure} ${detail}`;
  if (failure === 'tls') {
    return { is: 'retry', why, ambiguous: false, atMost: { tries: CERTIFICATE_TRIES, end: 'broken' } };
  }
  return { is: 'retry', why, ambiguous: reached };
}

/** What the status of an answer means where the receiver has no words of its own. */
export function classifyStatus(status: number, retryAfterMs: number): Classification {
  const why = String(status);
  if (status >= 200 && status < 300) return { is: 'delivered' };
  if (status === 429) return { is: 'limited', retryAfterMs };
  if (status >= 500 || status === 408) return { is: 'retry', why, ambiguous: false };
  if (status >= 300 && status < 400) return { is: 'config', why: `${why} redirect, not followed` };
  if (status === 400 || status === 413 || status === 422) return { is: 'payload', why };
  return { is: 'broken', why };
}

/** How long a receiver wants to be left alone, from a header of whole seconds; within reason. */
export function pauseOf(retryAfter: string | undefined): number {
  const isNumber = retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter.trim());
  return isNumber ? clampPause(Number(retryAfter) * SECOND) : DEFAULT_PAUSE;
}

export function clampPause(ms: number): number {
  return Math.min(Math.max(ms, MIN_PAUSE), MAX_PAUSE);
}
