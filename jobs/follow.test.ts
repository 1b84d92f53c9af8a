import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { follow, whenAborted } from './follow.ts';

test('a run that is over leaves nothing on the stop, which lives as long as the process', () => {
  const { signal } = new AbortController();
  const runs = Array.from({ length: 50 }, () => follow(signal));
  expect(getEventListeners(signal, 'abort')).toHaveLength(50);
  for (const run of runs) run.letGo();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('the stop ends what follows it, with its reason, and not what has let go', () => {
  const stop = new AbortController();
  const [under, over] = [follow(stop.signal), follow(stop.signal)];
  over.letGo();
  stop.abort('told to stop');
  expect(under.controller.signal.reason).toBe('told to stop');
  expect(over.controller.signal.aborted).toBe(false);
});

test('what follows a stop that has come is ended at once', () => {
  const stopped = AbortSignal.abort('before');
  expect(follow(stopped).controller.signal.reason).toBe('before');
  let calls = 0;
  whenAborted(stopped, () => calls++);
  expect(calls).toBe(1);
});
