import { expect, test } from 'vitest';
import { checkMail } from '#jobs/check-mail.ts';
import { parseSmtp } from '#lib/config/smtp.ts';
import { startSmtpSink } from '../helpers/smtp-sink.ts';

/** What is said of a mail server at the start, by level. */
async function said(settings: unknown): Promise<[level: string, words: string][]> {
  const lines: [string, string][] = [];
  const log = {
    info: (_: unknown, words: string) => void lines.push(['info', words]),
    warn: (_: unknown, words: string) => void lines.push(['warn', words]),
  };
  const smtp = parseSmtp(settings, () => '', []);
  await checkMail(smtp, log as never, { wholeCallMs: 5000 });
  return lines;
}

test('a server that takes our mails is told of in a line, and gets no mail by it', async () => {
  const sink = await startSmtpSink();
  expect(await said(sink.settings())).toEqual([['info', 'the mail server answers and lets us in']]);
  expect([sink.received, sink.tries]).toEqual([[], []]);
});

test('a wrong password is told at the start, with where to look, and the password nowhere', async () => {
  const sink = await startSmtpSink({ authMethods: ['PLAIN'], hideSTARTTLS: true, allowInsecureAuth: true });
  const lines = await said(sink.settings({ user: 'desk', password: 'not-this-one-77' }));
  expect(lines).toEqual([
    [
      'warn',
      'the mail server takes no mail (535 on signing in): compare smtp in the configuration file with what the server asks for',
    ],
  ]);
});

test('a server that is away now is told of, and holds nothing up', async () => {
  const sink = await startSmtpSink();
  const lines = await said(sink.settings({ port: 1 }));
  expect(lines).toEqual([
    ['warn', 'the mail server takes no mail (ECONNREFUSED on connecting): mails wait and are tried again'],
  ]);
});

test('nothing is said where no mail server is named', async () => {
  expect(await said(undefined)).toEqual([]);
});
