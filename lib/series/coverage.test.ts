import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { addSpan, coveredShare, nextWindow, type Span, uncovered } from './coverage.ts';

const span = (from: number, to: number): Span => ({ from, to });

describe('what is known', () => {
  test('spans that overlap or touch become one, others stay apart, in order', () => {
    expect(addSpan([span(10, 20)], span(20, 30))).toEqual([span(10, 30)]);
    expect(addSpan([span(10, 20)], span(5, 40))).toEqual([span(5, 40)]);
    expect(addSpan([span(10, 20), span(40, 50)], span(22, 30))).toEqual([
      span(10, 20),
      span(22, 30),
      span(40, 50),
    ]);
    expect(addSpan([span(10, 20), span(30, 40)], span(15, 35))).toEqual([span(10, 40)]);
  });

  test('the order in which spans are learnt does not matter', () => {
    const spans = [span(0, 5), span(4, 9), span(20, 25), span(9, 12), span(30, 30)];
    const forward = spans.reduce<Span[]>((known, one) => addSpan(known, one), []);
    const backward = spans.reduceRight<Span[]>((known, one) => addSpan(known, one), []);
    expect(forward).toEqual(backward);
    expect(forward).toEqual([span(0, 12), span(20, 25), span(30, 30)]);
  });

  test('the arguments are left as they were', () => {
    const known = [span(10, 20)];
    addSpan(known, span(15, 40));
    expect(known).toEqual([span(10, 20)]);
  });
});

describe('what is missing', () => {
  test('before, between and after what is known', () => {
    expect(uncovered([span(10, 20), span(30, 40)], span(0, 50))).toEqual([
      span(0, 10),
      span(20, 30),
      span(40, 50),
    ]);
  });

  test('nothing where all is known, everything where nothing is', () => {
    expect(uncovered([span(0, 100)], span(10, 50))).toEqual([]);
    expect(uncovered([], span(10, 50))).toEqual([span(10, 50)]);
    expect(uncovered([span(60, 70)], span(10, 50))).toEqual([span(10, 50)]);
  });

  test('the share of what is known', () => {
    expect(coveredShare([span(0, 25)], span(0, 100))).toBe(0.25);
    expect(coveredShare([], span(5, 5))).toBe(1);
  });
});

describe('the next window to fill', () => {
  const midnight = 20_000 * DAY;

  test('is the newest part of the newest hole, cut at midnight of a fixed grid', () => {
    const whole = span(midnight - 90 * DAY, midnight + 12 * 60 * MINUTE);
    expect(nextWindow([], whole, 10)).toEqual(span(midnight, whole.to));
    expect(nextWindow([span(midnight, whole.to)], whole, 10)).toEqual(span(midnight - 10 * DAY, midnight));
  });

  test('windows taken one after the other fill everything, without overlap', () => {
    const whole = span(midnight - 90 * DAY + 1234, midnight + 5 * DAY + 77);
    let known: Span[] = [span(midnight - 31 * DAY, midnight - 29.5 * DAY)];
    let filled = 0;
    for (let i = 0; i < 100; i++) {
      const window = nextWindow(known, whole, 10);
      if (window === undefined) break;
      filled += window.to - window.from;
      known = addSpan(known, window);
    }
    expect(known).toEqual([whole]);
    expect(filled).toBe(whole.to - whole.from - 1.5 * DAY);
  });

  test('a hole shorter than the slack is left, and hides no larger one behind it', () => {
    const whole = span(midnight - 20 * DAY, midnight);
    const known = [span(midnight - 5 * DAY, midnight - 30_000)];
    expect(nextWindow(known, whole, 10, MINUTE)).toEqual(span(midnight - 10 * DAY, midnight - 5 * DAY));
    expect(nextWindow([span(whole.from + 30_000, whole.to)], whole, 10, MINUTE)).toBeUndefined();
  });

  test('a first look just after a grid midnight still brings the history behind it', () => {
    const firstLook = midnight + 30_000;
    const whole = span(firstLook - 90 * DAY, firstLook + MINUTE);
    expect(nextWindow([span(firstLook, firstLook + MINUTE)], whole, 10, MINUTE)).toEqual(
      span(midnight, firstLook),
    );
  });
});
