import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configure, foldLog, openChecked, SCHEMA_VERSION, schemaVersion } from '#db/client.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { checkOrigin } from '#db/queries/meta.ts';
import { buildIfNeeded } from './build.ts';
import { runCommand } from './cli.ts';
import { requireCredentials } from './open.ts';
import { requireFreePort } from './port.ts';
import { checkWatchList, readSettings, type Settings } from './settings.ts';
import { type Child, type Service, type StartChild, spawnChild, superviseUntilEnd } from './supervise.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm start`: checks everything first, migrates once, then keeps web and worker running until a signal. */
await runCommand(async () => {
  const settings = readSettings();
  await checkEverything(settings);
  const migrated = await migrateDatabase(settings.env.db);
  if (migrated.backup !== undefined)
    say(`database brought from schema ${migrated.from} to ${migrated.to}, backup in ${migrated.backup}`);
  const env = childEnv(settings);
  const spawnWorker = () => spawnChild('worker', ['--import', 'tsx', join(ROOT, 'jobs/main.ts')], ROOT, env);
  const worker: Service = { spawn: spawnWorker, first: async (_, start) => start(spawnWorker) };
  const code = await superviseUntilEnd([worker, webService(settings, env)]);
  foldLog(settings.env.db);
  return code;
});

/** Whatever can be refused is refused here, while nothing has been created or changed. */
async function checkEverything(settings: Settings): Promise<void> {
  const sqlite = openChecked(settings.env.db);
  try {
    const db = configure(sqlite, settings.env.db, 'web');
    // An older schema is brought up to date first: until then only the product's own names are known.
    checkWatchList(settings, schemaVersion(sqlite) === SCHEMA_VERSION ? db : undefined);
    checkOrigin(db, settings.env.endpoint === undefined ? 'aws' : 'simulated');
  } finally {
    sqlite.close();
  }
  await requireCredentials();
  await requireFreePort(settings.env.host, settings.env.port);
}

function webService({ env: { host, port, endpoint } }: Settings, env: NodeJS.ProcessEnv): Service {
  const next = join(ROOT, 'node_modules/next/dist/bin/next');
  const spawnWeb = () => spawnChild('web', [next, 'start', '-H', host, '-p', String(port)], ROOT, env);
  const first = async (stop: AbortSignal, start: StartChild): Promise<Child> => {
    say('building the pages if they have changed …');
    const built = await buildIfNeeded(ROOT, stop);
    if (built) say('pages built');
    const web = start(spawnWeb);
    await web.ready(`http://${host}:${port}/api/v1/openapi.json`, stop);
    say(`chipdesk is at http://${host}:${port}${endpoint === undefined ? '' : ' (simulated market)'}`);
    return web;
  };
  return { spawn: spawnWeb, first };
}

/** Both processes share one clock: a shifted one is anchored to the instant at which this command started. */
function childEnv({ env }: Settings): NodeJS.ProcessEnv {
  const shifted =
    env.clock === undefined
      ? {}
      : {
          CHIPDESK_NOW: `${new Date(env.clock.at).toISOString()}@${env.clock.real}`,
          CHIPDESK_SPEED: String(env.clock.speed),
        };
  return { ...process.env, ...shifted, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
