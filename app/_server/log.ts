import pino, { type Logger } from 'pino';
import { processWide } from './process-wide.ts';

/** The log of the web process, one JSON line each to stderr. */
export function getLog(): Logger {
  return processWide('log', () => pino({ name: 'web' }, pino.destination({ fd: 2, sync: true })));
}
