import type { Logger } from 'pino';

/** What no job has caught is logged and survived: one mistake must not end every watch. */
export function surviveMistakes(log: Logger): void {
  const complain = (error: unknown) =>
    log.error(
      { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'not caught',
    );
  process.on('uncaughtException', complain);
  process.on('unhandledRejection', complain);
}
