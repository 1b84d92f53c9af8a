import { expect, test } from 'vitest';
import { makeThrottle } from './refresh-throttle.ts';

function setUp(isVisible = true) {
  let now = 0;
  let refreshes = 0;
  let timers: { at: number; work: () => void }[] = [];
  const throttle = makeThrottle(
    () => refreshes++,
    5000,
    {
      now: () => now,
      set: (work, ms) => {
        const timer = { at: now + ms, work };
        timers.push(timer);
        return timer;
      },
      clear: (timer) => {
        timers = timers.filter((entry) => entry !== timer);
      },
    },
    isVisible,
  );
  const advance = (ms: number) => {
    now += ms;
    const due = timers.filter((timer) => timer.at <= now);
    timers = timers.filter((timer) => timer.at > now);
    for (const timer of due) timer.work();
  };
  return { throttle, advance, count: () => refreshes };
}

test('refreshes at the first news at once, and gathers what follows', () => {
  const { throttle, advance, count } = setUp();
  throttle.news();
  expect(count()).toBe(1);
  throttle.news();
  throttle.news();
  advance(4999);
  expect(count()).toBe(1);
  advance(1);
  expect(count()).toBe(2);
  advance(60_000);
  expect(count()).toBe(2);
});

test('waits while the page is not looked at, and catches up once when it is', () => {
  const { throttle, count } = setUp(false);
  throttle.news();
  throttle.news();
  expect(count()).toBe(0);
  throttle.visible(true);
  expect(count()).toBe(1);
  throttle.visible(true);
  expect(count()).toBe(1);
});

test('does nothing after it was stopped', () => {
  const { throttle, advance, count } = setUp();
  throttle.news();
  throttle.news();
  throttle.stop();
  advance(10_000);
  expect(count()).toBe(1);
});
