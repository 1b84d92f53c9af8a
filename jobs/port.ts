import { createServer } from 'node:net';
import { AppError } from '#lib/domain/errors.ts';

/**
 * Proves that an address is free by listening on it for a moment.
 * @throws AppError PORT_IN_USE
 */
export function requireFreePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'something else is listening there already'
          : `the address cannot be used (${error.code})`;
      reject(
        new AppError('PORT_IN_USE', why, {
          field: 'CHIPDESK_PORT',
          received: `${host}:${port}`,
          accepted: 'a free port',
        }),
      );
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
