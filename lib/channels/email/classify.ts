import { MINUTE } from '#lib/domain/time.ts';
import type { BackOff, Classification, MailResult, MailStage } from '../types.ts';

/** A server that greylists lets nobody in sooner. */
const BACK_OFF: BackOff = { baseMs: MINUTE, capMs: 30 * MINUTE };
const CERTIFICATE_TRIES = 3;

/** Where it happened, as a person who looks after mail would say it. */
const PLACE: Record<MailStage, string> = {
  connection: 'on connecting',
  tls: 'on starting TLS',
  auth: 'on signing in',
  from: 'for the sender',
  rcpt: 'for the recipient',
  data: 'for the message',
};

/** What a mail server's answer means (spec 2.8, SMTP): 4yz is for now, 5yz for good. */
export function classify({ stage, status, detail, reached }: MailResult): Classification {
  const why = [status ?? '', detail, PLACE[stage]].filter((part) => part !== '').join(' ');
  if (status === null) return unanswered(stage, why, reached);
  if (stage === 'data' && status >= 200 && status < 300) return { is: 'delivered' };
  if (status >= 500) return { is: 'broken', why };
  // An answer tells what became of the mail: it was refused for now.
  return { is: 'retry', why, ambiguous: false, backOff: BACK_OFF };
}

function unanswered(stage: MailStage, why: string, reached: boolean): Classification {
  // Nothing was asked of the server: there is no way to sign in that both sides know.
  if (stage === 'auth' && why.startsWith('EAUTH')) return { is: 'broken', why };
  const retry = { is: 'retry' as const, why, ambiguous: reached, backOff: BACK_OFF };
  return stage === 'tls' ? { ...retry, atMost: { tries: CERTIFICATE_TRIES, end: 'broken' } } : retry;
}
