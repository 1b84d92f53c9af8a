import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A command of the product or of the tests that runs until it is stopped, with all that it has said. */
export type Running = { child: ChildProcess; said(): string; stop(): Promise<void> };

/** Starts a script in an environment that holds nothing but what is given; `home` is where it may write. */
export function startScript(
  script: string,
  args: readonly string[],
  home: string,
  env: Record<string, string>,
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, script), ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: home,
      NODE_ENV: 'production',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { child, said: () => output, stop };
}

/** Where a product that runs beside a stand-in finds it, its database and the clock that both share. */
export function besideStandIn(
  aws: string,
  db: string,
  clock: { at: string; speed: number },
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_ACCESS_KEY_ID: 'AKIATEST000000000000',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: 'us-east-1',
    CHIPDESK_DB: db,
    CHIPDESK_NOW: clock.at,
    CHIPDESK_SPEED: String(clock.speed),
  };
}

/** Waits for something that a running product does by itself; the test's own time-out bounds it. */
export async function eventually<T>(running: Running, what: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await what().catch(() => undefined);
    if (found !== undefined) return found;
    if (running.child.exitCode !== null)
      throw new Error(`it ended with ${running.child.exitCode}:\n${running.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

export async function getJson<T>(url: string): Promise<T> {
  return (await fetch(url)).json() as Promise<T>;
}
