import { AppError, errorLine } from '#lib/domain/errors.ts';

/** Ends a command line that was used wrongly: one line, exit 2. A second worker is told so with exit 3. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${errorLine(error)}\n`);
    process.exitCode = error.code === 'WORKER_RUNNING' ? 3 : 2;
  }
}
