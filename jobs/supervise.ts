import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of ours: how it ended, a way to end it, and a way to wait until it answers. */
export type Child = {
  name: string;
  /** Its exit code; as a shell has it, 128 and more when a signal ended it. */
  ended: Promise<number>;
  stop(): void;
  kill(): void;
  /** Throws when told to stop waiting, and when it ends before it answers. */
  ready(url: string, stop: AbortSignal): Promise<void>;
};

/** Time to finish deliveries and commits after a signal, before the process is killed. */
const STOP_WITHIN_MS = 14_000;
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 5000;

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
    child.on('exit', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal])),
    );
    child.on('error', () => resolve(1));
  });
  return {
    name,
    ended,
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    ready: (url, stop) => waitFor(url, child, stop),
  };
}

async function waitFor(url: string, child: ChildProcess, stop: AbortSignal): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('the web process ended before it answered');
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const answered = await fetch(url, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    stop.throwIfAborted();
    if (answered) return;
    await sleep(200, undefined, { signal: stop });
  }
}

/**
 * Starts one more process and takes charge of it at once: one that is only just starting is ended like any other. Throws
 * when everything is being stopped.
 */
export type StartChild = (spawnIt: () => Child) => Child;

/**
 * Runs until a signal arrives or a process ends by itself; then ends the others. Only a signal is a success: a process
 * that ends without being told to is a failure whatever it says, so that what watches over us starts it anew.
 */
export async function superviseUntilEnd(
  first: readonly Child[],
  startMore: (stop: AbortSignal, start: StartChild) => Promise<Child>,
): Promise<number> {
  const children = [...first];
  const stop = new AbortController();
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const start: StartChild = (spawnIt) => {
    stop.signal.throwIfAborted();
    const child = spawnIt();
    children.push(child);
    return child;
  };
  const more = startMore(stop.signal, start).then(failureOf, (error: unknown) => {
    if (!stop.signal.aborted)
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
  const code = await Promise.race([signalled, more, ...first.map(failureOf)]);
  stop.abort();
  await stopAll(children);
  return code;
}

async function failureOf(child: Child): Promise<number> {
  return (await child.ended) || 1;
}

async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of children) child.stop();
  const timer = setTimeout(() => {
    for (const child of children) child.kill();
  }, STOP_WITHIN_MS);
  await Promise.all(children.map((child) => child.ended));
  clearTimeout(timer);
}
