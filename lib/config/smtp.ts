import { z } from 'zod';
import { EMAIL_ACCEPTED, isEmailAddress } from '#lib/domain/email-address.ts';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { Secret } from '#lib/domain/secret.ts';
import { check, type Path, type Problem, pathText } from './problems.ts';
import { type ReadSecretFile, readSecret } from './secret-file.ts';

/** How the connection is encrypted: asked for after the greeting, from the first byte, or not at all. */
const SECURITIES = ['starttls', 'tls', 'none'] as const;

/** The server that e-mail goes out by. User and password come together or not at all. */
export type SmtpSettings = {
  host: string;
  port: number;
  user: string | undefined;
  password: Secret | undefined;
  from: string;
  security: (typeof SECURITIES)[number];
};

const PORT = 'must be a port from 1 to 65535';
const HOST = 'must be a host name or an IP address alone: no scheme, port or path';
const DEFAULT_PORT = 587;

const text = (what: string) => z.string(`expected ${what}`).min(1, 'is empty');

const smtpSchema = z.strictObject({
  host: z.string(HOST).refine(isHost, HOST),
  port: z.int(PORT).min(1, PORT).max(65_535, PORT).default(DEFAULT_PORT),
  user: text('a user name')
    .regex(/^\P{C}*$/u, 'must have no control characters')
    .optional(),
  password: text('a text: put a password of digits in quotes').optional(),
  passwordFile: text('the path of a file').optional(),
  from: z.string(EMAIL_ACCEPTED).refine(isEmailAddress, EMAIL_ACCEPTED),
  security: z.enum(SECURITIES, `expected one of ${SECURITIES.join(', ')}`).default('starttls'),
  allowPlain: z.boolean('expected true or false').default(false),
});

const SECRET_FIELDS = new Set(['password', 'passwordFile']);

const CODES: Record<string, ErrorCode> = {
  host: 'SMTP_HOST',
  port: 'SMTP_PORT',
  user: 'SMTP_LOGIN',
  password: 'SMTP_LOGIN',
  passwordFile: 'SMTP_LOGIN',
  from: 'EMAIL_INVALID',
  security: 'SMTP_SECURITY',
  allowPlain: 'SMTP_SECURITY',
};

/** Reads the `smtp` section; undefined when there is none, or something is wrong with it. */
export function parseSmtp(
  input: unknown,
  readFile: ReadSecretFile,
  problems: Problem[],
): SmtpSettings | undefined {
  if (input === undefined) return undefined;
  const found: Problem[] = [];
  const settings = read(input, ['smtp'], readFile, found);
  for (const problem of found) {
    const code = CODES[problem.path.replace(/^smtp\./, '')];
    problems.push(code === undefined ? problem : { ...problem, code });
  }
  return found.length === 0 ? settings : undefined;
}

function read(
  input: unknown,
  at: Path,
  readFile: ReadSecretFile,
  problems: Problem[],
): SmtpSettings | undefined {
  const smtp = check(smtpSchema, input, at, problems, SECRET_FIELDS);
  if (smtp === undefined) return undefined;
  const { host, port, user, from, security } = smtp;
  if (security === 'none' && !isLoopback(host) && !smtp.allowPlain) {
    const message =
      'mail and password would cross the network in clear: use starttls or tls, or write allowPlain: true';
    problems.push({ path: pathText([...at, 'security']), message, received: security });
  }
  const password = passwordOf(smtp, at, readFile, problems);
  return { host, port, user, password, from, security };
}

function passwordOf(
  { user, password, passwordFile }: z.infer<typeof smtpSchema>,
  at: Path,
  readFile: ReadSecretFile,
  problems: Problem[],
): Secret | undefined {
  const hasPassword = password !== undefined || passwordFile !== undefined;
  const refuse = (field: string, message: string) =>
    problems.push({ path: pathText([...at, field]), message });
  if (password !== undefined && passwordFile !== undefined)
    refuse('password', 'give either password or passwordFile');
  else if (user !== undefined && !hasPassword) refuse('password', 'is missing: there is a user');
  else if (user === undefined && hasPassword) refuse('user', 'is missing: there is a password');
  if (passwordFile === undefined) return password === undefined ? undefined : new Secret(password);
  const content = readSecret(passwordFile, [...at, 'passwordFile'], readFile, problems);
  if (content === '') refuse('passwordFile', 'the file is empty');
  return content === undefined ? undefined : new Secret(content);
}

const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?';
const NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);
const IPV6 = /^(?=[^:]*:[^:]*:)[0-9a-f:.]{2,45}$/i;

function isHost(host: string): boolean {
  return NAME.test(host) || IPV6.test(host);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
