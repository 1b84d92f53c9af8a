import type { MailResult, Outgoing, SendResult } from '#lib/channels/types.ts';
import type { SmtpSettings } from '#lib/config/smtp.ts';
import { send } from './http.ts';
import { type MailerOptions, makeMailer } from './smtp.ts';

export type Send = (request: Outgoing) => Promise<SendResult | MailResult>;

/** Every way out to receivers, by how a message travels. */
export function makeSend(smtp: SmtpSettings | undefined, options: MailerOptions = {}): Send {
  const mail = smtp === undefined ? undefined : makeMailer(smtp, options);
  return async (request) => {
    if (request.transport !== 'smtp') return send(request);
    // The configuration lets no channel through without a server: this would be a mistake of ours.
    if (mail === undefined) throw new Error('there is no mail server');
    return mail(request);
  };
}
