import { afterEach, beforeEach, expect, vi } from 'vitest';

/** Console noise fails a test: a warning nobody reads is a bug nobody sees. */
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
let spies: { name: string; calls: unknown[][] }[] = [];

beforeEach(() => {
  spies = methods.map((name) => {
    const calls: unknown[][] = [];
    vi.spyOn(console, name).mockImplementation((...args: unknown[]) => {
      calls.push(args);
    });
    return { name, calls };
  });
});

afterEach(() => {
  const noise = spies.filter((spy) => spy.calls.length > 0);
  vi.restoreAllMocks();
  expect(noise, 'console noise').toEqual([]);
});
