import { createDatabase } from '#db/migrate.ts';
import { runCommand } from './cli.ts';
import { readSettings } from './settings.ts';

/** `npm run db:create`: the explicit first step. */
await runCommand(async () => {
  const { env } = readSettings();
  createDatabase(env.db);
  process.stdout.write(`made ${env.db}: npm start comes next\n`);
  return 0;
});
