import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of ours: how it ended, a way to end it, and a way to wait until it answers. */
export type Child = {
  name: string;
  ended: Promise<number>;
  stop(): void;
  kill(): void;
  ready(url: string): Promise<void>;
};

/** Time to finish deliveries and commits after a signal, before the process is killed. */
const STOP_WITHIN_MS = 14_000;
const READY_WITHIN_MS = 60_000;

export function spawnChild(
  name: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Child {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', name === 'web' ? 'ignore' : 'inherit', 'inherit'],
  });
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 0)));
    child.on('error', () => resolve(1));
  });
  return {
    name,
    ended,
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    ready: (url) => waitFor(url, child),
  };
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await sleep(200);
  }
}

/** Runs until a signal arrives or a process ends by itself; then ends the others. The exit code is the first ender's. */
export async function superviseUntilEnd(
  first: readonly Child[],
  startMore: (stop: AbortSignal) => Promise<Child>,
): Promise<number> {
  const children = [...first];
  const stop = new AbortController();
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const more = startMore(stop.signal).then(
    async (child) => {
      children.push(child);
      return child.ended;
    },
    (error: unknown) => {
      if (stop.signal.aborted) return 0;
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    },
  );
  const code = await Promise.race([signalled, more, ...first.map((child) => child.ended)]);
  stop.abort();
  await stopAll(children);
  return code;
}

async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of children) child.stop();
  const timer = setTimeout(() => {
    for (const child of children) child.kill();
  }, STOP_WITHIN_MS);
  await Promise.all(children.map((child) => child.ended));
  clearTimeout(timer);
}
