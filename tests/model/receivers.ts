import type { SendResult } from '#lib/channels/types.ts';
import type { Mood } from './script.ts';

/** What a receiver does with a call. The last two: the desk dies before it arrives, or before it hears the answer. */
export type Answer =
  | 'ok'
  | 'busy'
  | 'pause'
  | 'refused'
  | 'lost'
  | 'cut'
  | 'archived'
  | 'form'
  | 'certificate'
  | 'dies before'
  | 'dies after';

/** One call as its receiver got it, or would have. */
export type Call = {
  channel: string;
  step: number;
  /** Wall clock. */
  at: number;
  body: string;
  headers: string;
  answer: Answer;
  /** Whether the desk lived to note the answer. */
  noted: boolean;
};

const failed = (failure: 'timeout' | 'network' | 'tls', detail: string, reached: boolean): SendResult => ({
  failure,
  detail,
  reached,
});
const said = (status: number, body: string, retryAfter?: string): SendResult => ({
  status,
  body,
  retryAfter,
});

/** What of it comes back over the wire; undefined where nothing ever does. */
export const ANSWERS: Readonly<Record<Answer, SendResult | undefined>> = {
  ok: said(200, 'ok'),
  busy: said(503, ''),
  pause: said(429, '', '20'),
  refused: failed('network', 'ECONNREFUSED', false),
  lost: failed('timeout', '', true),
  cut: failed('network', 'ECONNRESET', true),
  archived: said(404, 'no_service'),
  form: said(400, 'invalid_payload'),
  certificate: failed('tls', 'CERT_HAS_EXPIRED', false),
  'dies before': undefined,
  'dies after': undefined,
};

const MOODS: Readonly<Record<Mood, readonly Answer[]>> = {
  well: ['ok'],
  shaky: ['ok', 'ok', 'ok', 'busy', 'pause', 'lost', 'cut', 'form', 'dies before', 'dies after'],
  down: ['busy', 'refused', 'lost', 'cut', 'certificate', 'busy', 'refused', 'dies before'],
  gone: ['archived', 'archived', 'form', 'lost'],
};

export function answerOf(mood: Mood, random: () => number): Answer {
  const all = MOODS[mood];
  return all[Math.floor(random() * all.length)] ?? 'ok';
}

/** After these nobody can know whether the message has arrived. */
export const isUnsure = ({ answer, noted }: Call): boolean => !noted || answer === 'lost' || answer === 'cut';
