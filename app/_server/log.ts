import pino, { type Logger } from 'pino';
import { Redactor } from '#lib/domain/redactor.ts';
import { processWide } from './process-wide.ts';

/** The log of the web process, one JSON line each to stderr, without the secrets that have come by. */
export function getLog(): Logger {
  const hooks = { streamWrite: (line: string) => getRedactor().redact(line) };
  return processWide('log', () => pino({ name: 'web', hooks }, pino.destination({ fd: 2, sync: true })));
}

/** Is told of every secret that this process holds. */
export function getRedactor(): Redactor {
  return processWide('redactor', () => new Redactor());
}
