import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { historyWindow } from './history-window.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const seen = (ago: number) => [{ at: [NOW - ago, NOW - MINUTE], value: [1, 2], gaps: [] }];

test('shows what is known of a young desk, and thirty days of an old one', () => {
  expect(historyWindow(seen(40 * MINUTE), 30 * DAY, NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW });
  expect(historyWindow(seen(4 * DAY + MINUTE), 30 * DAY, NOW).from).toBe(NOW - 4 * DAY - HOUR);
  expect(historyWindow(seen(90 * DAY), 30 * DAY, NOW).from).toBe(NOW - 30 * DAY);
});

test('counts looks that found nothing as known, and those that failed as not', () => {
  const none = { from: NOW - 2 * DAY, to: NOW, outcome: 'none' as const };
  const failed = { from: NOW - 9 * DAY, to: NOW - 2 * DAY, outcome: 'failed' as const };
  expect(historyWindow([{ at: [], value: [], gaps: [failed, none] }], 30 * DAY, NOW).from).toBe(
    NOW - 2 * DAY,
  );
});
