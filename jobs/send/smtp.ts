import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Logger } from 'pino';
import { email } from '#lib/channels/email/index.ts';
import type { MailResult, MailStage, OutgoingMail } from '#lib/channels/types.ts';
import type { SmtpSettings } from '#lib/config/smtp.ts';
import { domainOf } from '#lib/domain/email-address.ts';
import { SECOND } from '#lib/domain/time.ts';
import { TLS_FAILURE } from './http.ts';
import { drawPng } from './pictures.ts';

const CONNECT_MS = 10 * SECOND;
const SILENCE_MS = 30 * SECOND;

export type MailerOptions = {
  tls?: ConnectionOptions;
  wholeCallMs?: number;
  /** Turns the pictures of a mail into what mail programs show. */
  draw?: typeof drawPng;
  log?: Pick<Logger, 'warn'>;
};

/**
 * The way out by mail: one connection for one mail to one recipient. Nodemailer's connection is driven step by step,
 * because what an error means depends on how far the mail had come. Nothing of the conversation is logged.
 */
export function makeMailer(smtp: SmtpSettings, options: MailerOptions = {}) {
  const { tls, wholeCallMs = email.callTimeoutMs } = options;
  return async (mail: OutgoingMail): Promise<MailResult> => {
    const raw = await compose(mail, smtp.from, await bodyOf(mail, options));
    const connection = new SMTPConnection(connectionOptions(smtp, tls));
    const call = new Call(connection);
    const timer = setTimeout(() => call.fail({ code: 'ETIMEDOUT' }), wholeCallMs);
    try {
      return await call.run(smtp, mail.to.reveal(), raw);
    } finally {
      clearTimeout(timer);
      connection.close();
    }
  };
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

type Failure = {
  code?: unknown;
  originalCode?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
};

/** One conversation with a server. */
class Call {
  readonly #connection: SMTPConnection;
  #stage: MailStage = 'connection';
  #reached = false;
  #end: (result: MailResult) => void = () => {};

  constructor(connection: SMTPConnection) {
    this.#connection = connection;
  }

  run({ user, password, from }: SmtpSettings, to: string, raw: Buffer): Promise<MailResult> {
    return new Promise((resolve) => {
      this.#end = resolve;
      this.#connection.on('error', (error) => this.fail(error));
      this.#connection.connect((error) => {
        if (error) return this.fail(error);
        if (user === undefined || password === undefined) return this.#send(from, to, raw);
        this.#stage = 'auth';
        // Also where the server offers no way to sign in: a mail without its sender's name is not what was asked for.
        this.#connection.login({ credentials: { user, pass: password.reveal() } }, (refused) =>
          refused ? this.fail(refused) : this.#send(from, to, raw),
        );
      });
    });
  }

  #send(from: string, to: string, raw: Buffer): void {
    this.#stage = 'from';
    this.#connection.send({ from, to: [to] }, this.#text(raw), (error, info) => {
      if (error) return this.fail(error);
      const [refused] = info?.rejectedErrors ?? [];
      if (refused !== undefined || info?.rejected.length !== 0 || info.accepted.length === 0)
        return this.fail({ code: 'EENVELOPE', command: 'RCPT TO', ...refused });
      this.#end({ stage: 'data', status: codeOf(info.response) ?? 250, detail: '', reached: true });
    });
  }

  /** Read only once the server has taken the envelope: from the first byte on the mail may arrive. */
  #text(raw: Buffer): Readable {
    const started = () => {
      this.#stage = 'data';
      this.#reached = true;
    };
    return new Readable({
      read() {
        started();
        this.push(raw);
        this.push(null);
      },
    });
  }

  /** Only the first failure counts. */
  fail(error: Failure): void {
    const { responseCode, response } = error;
    const status = typeof responseCode === 'number' && responseCode > 0 ? responseCode : null;
    const reached = this.#reached && status === null;
    this.#end({ stage: this.#stageOf(error), status, detail: detailOf(error, response), reached });
  }

  #stageOf({ command, originalCode }: Failure): MailStage {
    const during = String(command ?? '');
    if (during === 'STARTTLS' || TLS_FAILURE.test(String(originalCode ?? ''))) return 'tls';
    if (during === 'MAIL FROM') return 'from';
    if (during === 'RCPT TO') return 'rcpt';
    if (during === 'DATA') return 'data';
    return this.#stage;
  }
}

/** The enhanced code of an answer, or what the system called its failure. */
function detailOf({ code, originalCode }: Failure, response: unknown): string {
  if (typeof response === 'string') return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const name = String(originalCode ?? code ?? '');
  return /^[A-Z0-9_]{1,40}$/.test(name) ? name : '';
}

function codeOf(response: string | undefined): number | undefined {
  const code = /^\d{3}/.exec(response ?? '')?.[0];
  return code === undefined ? undefined : Number(code);
}
