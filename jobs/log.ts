import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import { secretsOf } from '#lib/channels/secrets.ts';
import { Redactor } from '#lib/domain/redactor.ts';
import type { Settings } from './settings.ts';

/** JSON lines on standard error, so that standard output stays the command's own; every line without its secrets. */
export function makeLog(
  redactor: Redactor,
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const base = { process: 'jobs', id: randomUUID().slice(0, 8) };
  return pino({ base, hooks: { streamWrite: (line) => redactor.redact(line) } }, to);
}

/** Knows every secret of the configuration. */
export function redactorOf({ alerting, file }: Pick<Settings, 'alerting' | 'file'>): Redactor {
  const others = [alerting.smtp?.password, file.heartbeatUrl].flatMap((secret) => secret?.reveal() ?? []);
  return new Redactor([...alerting.channels.flatMap(secretsOf), ...others]);
}
