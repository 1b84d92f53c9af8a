import { classifyFailure, pauseOf } from '../answer.ts';
import type { Classification, SendResult } from '../types.ts';

const BROKEN_WORDS =
  /^(no_service|no_service_id|no_team|team_disabled|invalid_token|no_active_hooks|channel_\w+|action_prohibited|posting_to_\w+|user_not_found)\b/;
const PAYLOAD_WORDS =
  /^(invalid_payload|invalid_blocks\w*|no_text|too_long|msg_too_long|too_many_attachments|missing_text\w*)\b/;

/** What Slack's answer means (spec 2.8, outcome table). */
export function classify(result: SendResult): Classification {
  if ('failure' in result) return classifyFailure(result);
  const { status } = result;
  const word = result.body.trim().slice(0, 60);
  const why = `${status} ${safeWord(word)}`.trim();
  if (status === 429) return { is: 'limited', retryAfterMs: pauseOf(result.retryAfter) };
  if (status >= 500 || status === 408) return { is: 'retry', why, ambiguous: false };
  if (status >= 300 && status < 400) return { is: 'config', why: `${status} redirect, not followed` };
  if (status === 200 && word === 'ok') return { is: 'delivered' };
  if (BROKEN_WORDS.test(word)) return { is: 'broken', why };
  if (PAYLOAD_WORDS.test(word) || status === 400 || status === 413) return { is: 'payload', why };
  if (status >= 400) return { is: 'broken', why };
  // A 2xx that Slack does not give: something else answers there, or Slack has changed.
  return { is: 'retry', why: `${status} without ok`, ambiguous: true, atMost: { tries: 3, end: 'dead' } };
}

/** Slack's error words are plain; anything else that answers might echo the request. */
function safeWord(word: string): string {
  return /^[a-z_ ]{1,60}$/.test(word) ? word : '';
}
