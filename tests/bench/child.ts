import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Processes of this run that are alive; each is stopped by its own process id. */
const running = new Set<ChildProcess>();

export type Child = { process: ChildProcess; answer: Promise<unknown> };

export type ChildOptions = {
  env: NodeJS.ProcessEnv;
  execArgv?: readonly string[];
  output?: 'inherit' | 'ignore';
};

/** Starts a script in a process of its own; its answer is the first message that it sends. */
export function startChild(script: URL, args: readonly string[], options: ChildOptions): Child {
  const { env, execArgv = ['--expose-gc', '--import', 'tsx'], output = 'inherit' } = options;
  const child = fork(fileURLToPath(script), args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    execArgv: [...execArgv],
    env,
    serialization: 'advanced',
    stdio: ['ignore', output, output, 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const answer = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${args[0] ?? script.pathname} ended with ${signal ?? code}`)),
    );
  });
  // A child that is stopped on purpose has nobody left to listen.
  answer.catch(() => {});
  return { process: child, answer };
}

export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map(stopChild));
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** This process's environment without what belongs to a real desk or a real account. */
export function cleanEnvironment(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('CHIPDESK_'),
  );
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'AKIABENCH00000000000',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
  };
}
