import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailResult, MailStage } from '#lib/channels/types.ts';
import type { SmtpSettings } from '#lib/config/smtp.ts';
import { TLS_FAILURE } from './http.ts';

type Failure = {
  code?: unknown;
  originalCode?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
};

/**
 * One conversation with a server. Nodemailer's connection is driven step by step, because what an error means depends on how
 * far the mail had come. Nothing of the conversation is logged.
 */
export class SmtpCall {
  readonly #connection: SMTPConnection;
  #stage: MailStage = 'connection';
  #reached = false;
  #end: (result: MailResult) => void = () => {};

  constructor(connection: SMTPConnection) {
    this.#connection = connection;
  }

  /** Hands over a mail. */
  run(smtp: SmtpSettings, to: string, raw: Buffer): Promise<MailResult> {
    return this.#open(smtp, () => this.#send(smtp.from, to, raw));
  }

  /** Goes as far as a mail would without being one: the server, its certificate, and whether it lets us sign in. */
  knock(smtp: SmtpSettings): Promise<MailResult> {
    return this.#open(smtp, () => this.#end({ stage: 'data', status: 250, detail: '', reached: false }));
  }

  #open({ user, password }: SmtpSettings, then: () => void): Promise<MailResult> {
    return new Promise((resolve) => {
      this.#end = resolve;
      this.#connection.on('error', (error) => this.fail(error));
      this.#connection.connect((error) => {
        if (error) return this.fail(error);
        if (user === undefined || password === undefined) return then();
        this.#stage = 'auth';
        // Also where the server offers no way to sign in: a mail without its sender's name is not what was asked for.
        this.#connection.login({ credentials: { user, pass: password.reveal() } }, (refused) =>
          refused ? this.fail(refused) : then(),
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
