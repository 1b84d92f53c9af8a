import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Child, type Patience, type Service, spawnChild, superviseUntilEnd } from './supervise.ts';

const LIVES = 'setInterval(() => {}, 1000)';
const KILLED = 'process.kill(process.pid, "SIGKILL")';
const NOBODY = 'http://127.0.0.1:9/';
/** Whatever ends, ended after it had settled, and is started again at once. */
const EAGER: Patience = { settledMs: 0, pausesMs: [0], forgivenMs: 600_000 };

function aChild(name: string, script: string): Child {
  const child = spawnChild(name, ['-e', script], '/tmp', process.env);
  onTestFinished(() => child.kill());
  return child;
}

/** The signal as this process's listeners get it; a real one would end the test runner. */
const signal = () => process.emit('SIGTERM', 'SIGTERM');

/** A process that does what each script says, one start after the other; the last one is repeated. */
function service(name: string, scripts: readonly string[], ended: string[] = []) {
  const started: Child[] = [];
  const spawn = () => {
    const child = aChild(name, scripts[Math.min(started.length, scripts.length - 1)] ?? LIVES);
    child.ended.then(() => ended.push(name));
    started.push(child);
    return child;
  };
  return { started, service: { spawn, first: async (_, start) => start(spawn) } satisfies Service };
}

function hearErrors(): string[] {
  const said: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  onTestFinished(() => spy.mockRestore());
  return said;
}

describe('npm start', () => {
  it('fails as a whole when a process cannot run at all, even one that says all is well', async () => {
    const code = async (worker: string, web: string) => {
      const ended: string[] = [];
      const services = [service('worker', [worker], ended).service, service('web', [web], ended).service];
      return { code: await superviseUntilEnd(services), ended: ended.toSorted() };
    };
    expect(await code(KILLED, LIVES)).toEqual({ code: 137, ended: ['web', 'worker'] });
    expect(await code('process.exit(0)', LIVES)).toMatchObject({ code: 1 });
    expect(await code('process.exit(3)', LIVES)).toMatchObject({ code: 3 });
    expect(await code(LIVES, 'process.exit(0)')).toMatchObject({ code: 1 });
  });

  it('F64: starts the pages anew when they die, while the worker goes on', async () => {
    const said = hearErrors();
    const worker = service('worker', [LIVES]);
    const web = service('web', [KILLED, 'process.exit(0)', LIVES]);
    const code = superviseUntilEnd([worker.service, web.service], EAGER);
    await vi.waitUntil(() => web.started.length === 3, { timeout: 20_000 });
    expect(worker.started).toHaveLength(1);
    expect(said).toEqual([
      'the web process ended by itself (code 137); it is started again in 0 s\n',
      'the web process ended by itself (code 0); it is started again in 0 s\n',
    ]);
    signal();
    expect(await code).toBe(0);
  });

  it('F63: starts the worker anew when it dies, while the pages go on', async () => {
    hearErrors();
    const worker = service('worker', ['process.exit(9)', LIVES]);
    const web = service('web', [LIVES]);
    const code = superviseUntilEnd([worker.service, web.service], EAGER);
    await vi.waitUntil(() => worker.started.length === 2, { timeout: 20_000 });
    expect(web.started).toHaveLength(1);
    signal();
    expect(await code).toBe(0);
  });

  it('waits longer for one that dies again and again, and forgets that once it has lived for long', async () => {
    const said = hearErrors();
    const dies = service('web', ['']);
    const patience = { settledMs: 0, pausesMs: [0, 10, 20] };
    const code = superviseUntilEnd([dies.service], { ...patience, forgivenMs: 600_000 });
    await vi.waitUntil(() => said.length >= 4, { timeout: 20_000 });
    signal();
    expect(await code).toBe(0);
    const pauses = (lines: string[]) => lines.slice(0, 4).map((line) => line.match(/in ([\d.]+) s/)?.[1]);
    expect(pauses(said)).toEqual(['0', '0.01', '0.02', '0.02']);
    said.length = 0;
    const again = superviseUntilEnd([service('web', ['']).service], { ...patience, forgivenMs: 0 });
    await vi.waitUntil(() => said.length >= 4, { timeout: 20_000 });
    signal();
    expect(await again).toBe(0);
    expect(pauses(said)).toEqual(['0', '0', '0', '0']);
  });

  it('is a success when somebody stops it, and stops the web process that is only just starting', async () => {
    const ended: string[] = [];
    const worker = service('worker', [LIVES], ended);
    const web = service('web', [LIVES], ended);
    const slow: Service = {
      spawn: web.service.spawn,
      first: async (stop, start) => {
        const child = start(web.service.spawn);
        await child.ready(NOBODY, stop);
        return child;
      },
    };
    const code = superviseUntilEnd([worker.service, slow]);
    await sleep(300);
    signal();
    expect(await code).toBe(0);
    expect(ended.toSorted()).toEqual(['web', 'worker']);
  });

  it('starts nothing more once it is being stopped', async () => {
    const web = service('web', [LIVES]);
    const late: Service = {
      spawn: web.service.spawn,
      first: async (stop, start) => {
        await new Promise((resolve) => stop.addEventListener('abort', resolve));
        return start(web.service.spawn);
      },
    };
    const code = superviseUntilEnd([service('worker', [LIVES]).service, late]);
    signal();
    expect(await code).toBe(0);
    expect(web.started).toEqual([]);
  });
});
