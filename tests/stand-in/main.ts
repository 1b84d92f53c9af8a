import { startStandIn } from './index.ts';
import { OptionError, readOptions } from './main-options.ts';
import { ReplayError } from './sources/replay/find-files.ts';

try {
  const options = readOptions(process.argv.slice(2), Date.now());
  const standIn = await startStandIn(options.start);
  process.stdout.write(`stand-in listening on ${standIn.url} (${options.description})\n`);
  const stop = (): void => {
    standIn.close().then(
      () => process.exit(0),
      () => process.exit(0),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  process.stderr.write(`stand-in: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof OptionError || error instanceof ReplayError ? 2 : 1);
}
