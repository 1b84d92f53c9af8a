import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readOptions } from './main-options.ts';

const REAL_NOW = Date.parse('2026-03-01T12:00:00Z');
const read = (...args: string[]) => readOptions(args, REAL_NOW);

describe('options', () => {
  test('without any, the market of seed 1 runs with the real clock', () => {
    const { start, description } = read();
    expect(start).toMatchObject({
      source: { kind: 'market', seed: 1 },
      port: 0,
      scenario: 'calm',
      throttle: true,
    });
    expect(description).toBe('market seed 1, clock 2026-03-01T12:00:00Z x1');
  });

  test('an instant tied to a real one gives every process the same clock', () => {
    const args = ['--at', '2026-01-01T00:00:00Z@0', '--speed', '0'];
    expect(read(...args).start.now?.()).toBe(Date.parse('2026-01-01T00:00:00Z'));
    const running = readOptions(
      ['--at', `2026-01-01T00:00:00Z@${Date.now() - 10_000}`, '--speed', '20'],
      REAL_NOW,
    );
    const ahead = (running.start.now?.() ?? 0) - Date.parse('2026-01-01T00:00:00Z');
    expect(ahead).toBeGreaterThanOrEqual(200_000);
    expect(ahead).toBeLessThan(400_000);
  });

  test.each([
    [['--port', '70000'], '--port: "70000"'],
    [['--speed', '-1'], '--speed: "-1"'],
    [['--speed'], '--speed: ""'],
    [['--at', 'yesterday'], '--at: "yesterday"'],
    [['--at', '2019-01-01'], '2023-04-01'],
    [['--market', '1', '--replay', 'x'], 'not both'],
    [['--scenario', 'doom'], 'captive-portal'],
    [['--page-size', '0'], '--page-size: "0"'],
    [['--verbose'], '--verbose is not an option'],
    [['extra'], '"extra" is not accepted'],
  ])('%j is refused by name', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});

function run(...args: string[]) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  return { child, output };
}

describe('the process', () => {
  test('prints one line, and ends well on SIGTERM', async () => {
    const { child, output } = run(
      '--port',
      '0',
      '--market',
      '7',
      '--at',
      '2026-01-01T00:00:00Z',
      '--speed',
      '20',
    );
    await once(child.stdout, 'data');
    const line =
      /^stand-in listening on (http:\/\/127\.0\.0\.1:\d+) \(market seed 7, clock 2026-01-01T00:00:00Z x20\)\n$/.exec(
        output.out,
      );
    expect(line).not.toBeNull();
    expect((await fetch(`${line?.[1]}/slack`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 20_000);

  test('ends with 2 and one line on a bad option', async () => {
    for (const args of [
      ['--port', 'x'],
      ['--replay', '/nowhere'],
    ]) {
      const { child, output } = run(...args);
      expect(await once(child, 'close')).toEqual([2, null]);
      expect(output.err.trim().split('\n')).toHaveLength(1);
      expect(output.err).toContain(args[0]);
    }
  }, 20_000);
});
