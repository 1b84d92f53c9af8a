import type { ConnectionOptions } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Logger } from 'pino';
import { email } from '#lib/channels/email/index.ts';
import type { MailResult, OutgoingMail } from '#lib/channels/types.ts';
import type { SmtpSettings } from '#lib/config/smtp.ts';
import { domainOf } from '#lib/domain/email-address.ts';
import { SECOND } from '#lib/domain/time.ts';
import { drawPng } from './pictures.ts';
import { SmtpCall } from './smtp-call.ts';

const CONNECT_MS = 10 * SECOND;
const SILENCE_MS = 30 * SECOND;

export type MailerOptions = {
  tls?: ConnectionOptions;
  wholeCallMs?: number;
  /** Turns the pictures of a mail into what mail programs show. */
  draw?: typeof drawPng;
  log?: Pick<Logger, 'warn'>;
};

/** The way out by mail: one connection for one mail to one recipient. */
export function makeMailer(smtp: SmtpSettings, options: MailerOptions = {}) {
  return async (mail: OutgoingMail): Promise<MailResult> => {
    const raw = await compose(mail, smtp.from, await bodyOf(mail, options));
    return converse(smtp, options, (call) => call.run(smtp, mail.to.reveal(), raw));
  };
}

/** Whether the server would take a mail from us, as far as that can be told without sending one. */
export function knock(smtp: SmtpSettings, options: MailerOptions = {}): Promise<MailResult> {
  return converse(smtp, options, (call) => call.knock(smtp));
}

async function converse(
  smtp: SmtpSettings,
  { tls, wholeCallMs = email.callTimeoutMs }: MailerOptions,
  talk: (call: SmtpCall) => Promise<MailResult>,
): Promise<MailResult> {
  const connection = new SMTPConnection(connectionOptions(smtp, tls));
  const call = new SmtpCall(connection);
  const timer = setTimeout(() => call.fail({ code: 'ETIMEDOUT' }), wholeCallMs);
  try {
    return await talk(call);
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

function connectionOptions({ host, port, security }: SmtpSettings, tls: ConnectionOptions | undefined) {
  return {
    host,
    port,
    secure: security === 'tls',
    // A server without STARTTLS, or one between us that hides it, gets neither password nor mail.
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    logger: false,
    ...(tls === undefined ? {} : { tls }),
  };
}

type Body = { html: string; attachments: { cid: string; filename: string; content: Buffer }[] };

/** The page of the mail with its pictures; without them where they cannot be made: the figures have to arrive. */
async function bodyOf({ html, illustrated }: OutgoingMail, options: MailerOptions): Promise<Body> {
  if (illustrated === undefined) return { html, attachments: [] };
  const { draw = drawPng, log } = options;
  try {
    const attachments: Body['attachments'] = [];
    for (const [index, { cid, svg }] of illustrated.pictures.entries())
      attachments.push({ cid, filename: `picture-${index + 1}.png`, content: await draw(svg) });
    return { html: illustrated.html, attachments };
  } catch (error) {
    log?.warn(
      { error: (error as Error).message },
      'a mail leaves without its pictures: they cannot be drawn',
    );
    return { html, attachments: [] };
  }
}

/** The mail as bytes. Names of headers are ours alone. */
function compose(mail: OutgoingMail, from: string, body: Body): Promise<Buffer> {
  const contact = encodeURIComponent(from).replace('%40', '@');
  return new MailComposer({
    from: { name: 'chipdesk', address: from },
    to: { name: '', address: mail.to.reveal() },
    subject: mail.subject,
    text: mail.text,
    html: body.html,
    attachments: body.attachments.map((picture) => ({ ...picture, contentDisposition: 'inline' })),
    messageId: `<${mail.messageId}@${domainOf(from)}>`,
    headers: {
      // Where there is no link that ends it: a person reads this.
      'List-Unsubscribe': `<mailto:${contact}?subject=unsubscribe>`,
      ...(mail.list === undefined ? {} : { 'List-Id': `<${mail.list}.${domainOf(from)}>` }),
      ...mail.headers,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
