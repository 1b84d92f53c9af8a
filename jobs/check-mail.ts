import type { Logger } from 'pino';
import { email } from '#lib/channels/email/index.ts';
import type { SmtpSettings } from '#lib/config/smtp.ts';
import { SECOND } from '#lib/domain/time.ts';
import { knock, type MailerOptions } from './send/smtp.ts';

/** A server that says nothing for so long is told of as one that is away. */
const PATIENCE_MS = 15 * SECOND;

/**
 * Knocks at the mail server at the start and says in a line whether it would take a mail. It keeps nobody from starting:
 * a server that is away now is tried again with every mail.
 */
export async function checkMail(
  smtp: SmtpSettings | undefined,
  log: Pick<Logger, 'info' | 'warn'>,
  options: MailerOptions = {},
): Promise<void> {
  if (smtp === undefined) return;
  const { host, port, security } = smtp;
  const result = email.classify(await knock(smtp, { wholeCallMs: PATIENCE_MS, ...options }));
  if (result.is === 'delivered') {
    log.info({ host, port, security }, 'the mail server answers and lets us in');
    return;
  }
  const helps =
    result.is === 'broken'
      ? 'compare smtp in the configuration file with what the server asks for'
      : 'mails wait and are tried again';
  const why = 'why' in result ? result.why : result.is;
  log.warn({ host, port, security, why }, `the mail server takes no mail (${why}): ${helps}`);
}
