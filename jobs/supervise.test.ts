import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Child, spawnChild, superviseUntilEnd } from './supervise.ts';

const LIVES = 'setInterval(() => {}, 1000)';
const NOBODY = 'http://127.0.0.1:9/';

function aChild(name: string, script: string): Child {
  const child = spawnChild(name, ['-e', script], '/tmp', process.env);
  onTestFinished(() => child.kill());
  return child;
}

/** The signal as this process's listeners get it; a real one would end the test runner. */
const signal = () => process.emit('SIGTERM', 'SIGTERM');

async function run(worker: string, web: string, meanwhile: () => void | Promise<void> = () => {}) {
  const ended: string[] = [];
  const watched = (child: Child) => {
    child.ended.then(() => ended.push(child.name));
    return child;
  };
  const first = watched(aChild('worker', worker));
  const code = superviseUntilEnd([first], async (stop, start) => {
    const child = start(() => watched(aChild('web', web)));
    await child.ready(NOBODY, stop);
    return child;
  });
  await meanwhile();
  return { code: await code, ended: ended.sort() };
}

describe('npm start', () => {
  it('fails when the system kills the worker, as it does when memory runs out', async () => {
    expect(await run('process.kill(process.pid, "SIGKILL")', LIVES)).toEqual({
      code: 137,
      ended: ['web', 'worker'],
    });
  });

  it('F64: fails when a process ends by itself, even one that says all is well', async () => {
    expect(await run('process.exit(0)', LIVES)).toMatchObject({ code: 1 });
    expect(await run('process.exit(3)', LIVES)).toMatchObject({ code: 3 });
    expect(await run(LIVES, 'process.exit(0)')).toMatchObject({ code: 1 });
  });

  it('is a success when somebody stops it, and stops the web process that is only just starting', async () => {
    const began = performance.now();
    const end = await run(LIVES, LIVES, async () => {
      await sleep(300);
      signal();
    });
    expect(end).toEqual({ code: 0, ended: ['web', 'worker'] });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('starts nothing more once it is being stopped', async () => {
    const spawned: Child[] = [];
    const code = superviseUntilEnd([aChild('worker', LIVES)], async (stop, start) => {
      await new Promise((resolve) => stop.addEventListener('abort', resolve));
      return start(() => {
        const child = aChild('web', LIVES);
        spawned.push(child);
        return child;
      });
    });
    signal();
    expect(await code).toBe(0);
    expect(spawned).toEqual([]);
  });
});
