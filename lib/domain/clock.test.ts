import { expect, test } from 'vitest';
import { makeClock } from './clock.ts';

test('without an anchor product time is real time', () => {
  let real = 1000;
  const clock = makeClock(() => real);
  real = 5000;
  expect(clock.now()).toBe(5000);
  expect(clock.speed).toBe(1);
});

test('an anchored clock starts at its instant and runs at its speed', () => {
  let real = 1000;
  const clock = makeClock(() => real, { at: Date.UTC(2021, 3, 15), real: 1000, speed: 30 });
  expect(clock.now()).toBe(Date.UTC(2021, 3, 15));
  real = 3000;
  expect(clock.now()).toBe(Date.UTC(2021, 3, 15) + 60_000);
});

test('two processes with one anchor have one clock', () => {
  const anchor = { at: 5_000_000, real: 77, speed: 2.5 };
  expect(makeClock(() => 1234, anchor).now()).toBe(makeClock(() => 1234, anchor).now());
});

test('product time is whole milliseconds', () => {
  const clock = makeClock(() => 1001, { at: 0, real: 1000, speed: 0.3 });
  expect(Number.isInteger(clock.now())).toBe(true);
});
