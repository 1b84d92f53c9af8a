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

/** A process that is kept running: how it is started, and when its first start has come to something. */
export type Service = {
  spawn: () => Child;
  /** Prepares and makes the first start; throws when that comes to nothing. */
  first: (stop: AbortSignal, start: StartChild) => Promise<Child>;
};

export type Patience = {
  /** A process that ends sooner than this after its first start cannot run at all. */
  settledMs: number;
  /** Before it is started again: from one failure after another to a pause that stays. */
  pausesMs: readonly number[];
  /** After living this long, an end is a first failure again. */
  forgivenMs: number;
};

const PATIENCE: Patience = {
  settledMs: 20_000,
  pausesMs: [1000, 5000, 15_000, 60_000],
  forgivenMs: 600_000,
};

/**
 * Runs until a signal arrives. A process that ends by itself is started anew while the other goes on: alerts do not
 * depend on the pages, nor the pages on the worker. Only a first start that comes to nothing ends everything, with its
 * code: what is wrong then is wrong again the next time.
 */
export async function superviseUntilEnd(
  services: readonly Service[],
  patience: Patience = PATIENCE,
): Promise<number> {
  const children = new Set<Child>();
  const stop = new AbortController();
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const start: StartChild = (spawnIt) => {
    stop.signal.throwIfAborted();
    const child = spawnIt();
    children.add(child);
    child.ended.then(() => children.delete(child));
    return child;
  };
  const kept = services.map((service) =>
    keepAlive(service, { stop: stop.signal, start, patience }).catch((error: unknown) => {
      if (!stop.signal.aborted) say(error instanceof Error ? error.message : String(error));
      return 1;
    }),
  );
  const code = await Promise.race([signalled, ...kept]);
  stop.abort();
  await stopAll([...children]);
  return code;
}

type Keeping = { stop: AbortSignal; start: StartChild; patience: Patience };

/** Its exit code when its first start fails; otherwise it goes on until everything is being stopped. */
async function keepAlive({ spawn: spawnIt, first }: Service, { stop, start, patience }: Keeping) {
  const { settledMs, pausesMs, forgivenMs } = patience;
  let began = performance.now();
  let child = await first(stop, start);
  let code = await child.ended;
  if (performance.now() - began < settledMs) return code || 1;
  for (let failures = 0; ; failures++) {
    stop.throwIfAborted();
    if (performance.now() - began >= forgivenMs) failures = 0;
    const pause = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0;
    say(`the ${child.name} process ended by itself (code ${code}); it is started again in ${pause / 1000} s`);
    await sleep(pause, undefined, { signal: stop });
    began = performance.now();
    child = start(spawnIt);
    code = await child.ended;
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of children) child.stop();
  const timer = setTimeout(() => {
    for (const child of children) child.kill();
  }, STOP_WITHIN_MS);
  await Promise.all(children.map((child) => child.ended));
  clearTimeout(timer);
}
