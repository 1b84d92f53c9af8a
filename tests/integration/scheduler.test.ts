import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunContext } from '#jobs/context.ts';
import { report } from '#jobs/pipeline/targets.ts';
import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { openSchedule } from '#tests/helpers/schedule.ts';

const START = Date.UTC(2026, 10, 22, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a job runs once per interval, however often the ledger is asked', async () => {
  const desk = openSchedule({});
  const scheduler = desk.start();
  await pass(HOUR);
  await scheduler.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(12);
  expect(desk.runs().length).toBeLessThanOrEqual(13);
  expect(new Set(desk.runs().map((run) => run.slot)).size).toBe(desk.runs().length);
  expect(desk.runs().every((run) => run.state === 'ok')).toBe(true);
});

test('F24: whatever was missed while the process was away is one run', async () => {
  const desk = openSchedule({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  const before = desk.runs().length;
  await pass(3 * HOUR);
  const second = desk.start();
  await pass(SECOND);
  await second.stop();
  expect(desk.runs().length).toBe(before + 1);
});

test('a restart within an interval runs nothing again', async () => {
  const desk = openSchedule({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  const second = desk.start();
  await pass(SECOND);
  await second.stop();
  expect(desk.runs()).toHaveLength(1);
});

test('F25: a clock set back by two hours silences nobody', async () => {
  const desk = openSchedule({});
  const scheduler = desk.start();
  await pass(20 * MINUTE);
  const before = desk.runs().length;
  desk.setWall(-2 * HOUR);
  await pass(20 * MINUTE);
  await scheduler.stop();
  expect(desk.runs().length - before).toBeGreaterThanOrEqual(3);
  expect(desk.runs().length - before).toBeLessThanOrEqual(5);
});

test('a clock set back while the process was away silences nobody', async () => {
  const desk = openSchedule({});
  const first = desk.start();
  await pass(SECOND);
  await first.stop();
  desk.setWall(-30 * 24 * HOUR);
  const second = desk.start();
  await pass(20 * MINUTE);
  await second.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(4);
});

test('a job that hangs is given up and started anew; the others are on time', async () => {
  let calls = 0;
  const hangs = () => {
    calls++;
    return new Promise<never>(() => {});
  };
  const desk = openSchedule({ name: 'region', run: hangs }, {});
  const scheduler = desk.start();
  await pass(20 * MINUTE);
  const stopping = scheduler.stop();
  await pass(10 * SECOND);
  await stopping;
  expect(desk.runs().length).toBeGreaterThanOrEqual(4);
  expect(calls).toBeGreaterThanOrEqual(3);
  const states = desk.runs('region').map((run) => run.state);
  expect(states.slice(0, -1).every((state) => state === 'timeout')).toBe(true);
  expect(states).not.toContain('running');
});

test('F21: a job that throws is tried again, and stops no other', async () => {
  const broken = async () => {
    throw new Error('broken');
  };
  const desk = openSchedule({ name: 'region', intervalMs: 24 * HOUR, run: broken }, {});
  const scheduler = desk.start();
  await pass(16 * MINUTE);
  await scheduler.stop();
  expect(desk.runs('region').map((run) => run.state)).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(desk.runs().length).toBeGreaterThanOrEqual(3);
});

test('a job waits for the one whose facts it builds on', async () => {
  let works = false;
  const region = async () => {
    if (!works) throw new Error('no facts yet');
    return report(['complete'], {});
  };
  const desk = openSchedule({ name: 'region', run: region }, { actions: [], requires: ['region'] });
  const scheduler = desk.start();
  await pass(4 * MINUTE);
  expect(desk.runs()).toHaveLength(0);
  works = true;
  await pass(6 * MINUTE);
  await scheduler.stop();
  expect(desk.runs().length).toBeGreaterThanOrEqual(1);
});

test('stopping ends what runs, closes its slot, and starts nothing more', async () => {
  const waits = ({ signal }: RunContext) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const desk = openSchedule({ run: waits });
  const scheduler = desk.start();
  await pass(SECOND);
  await scheduler.stop();
  expect(desk.runs().map((run) => run.state)).toEqual(['aborted']);
  await pass(HOUR);
  expect(desk.runs()).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('F21: a mistake that nobody catches is logged, and the worker lives', () => {
  const thrown = ['a timer', 'a promise'].map((what) => {
    const code = `import { pino } from 'pino';
      import { surviveMistakes } from '#jobs/last-resort.ts';
      surviveMistakes(pino(pino.destination({ dest: 1, sync: true })));
      setTimeout(() => { ${what === 'a timer' ? "throw new Error('out of the blue')" : "Promise.reject(new Error('out of the blue'))"}; }, 1);
      setTimeout(() => console.log('still here'), 50);`;
    return spawnSync('node', ['--import', 'tsx', '--input-type=module', '-e', code], { encoding: 'utf8' });
  });
  for (const { status, stdout } of thrown) {
    expect(stdout).toContain('out of the blue');
    expect(stdout).toContain('still here');
    expect(status).toBe(0);
  }
});
