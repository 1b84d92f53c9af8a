import { expect, test } from 'vitest';
import { facts } from '#tests/helpers/notice.ts';
import { alertHeadline } from './wording.ts';

const now = (change: number, priceMicro: number) => ({ ...facts, change, priceMicro });
const told = (latest: typeof facts) =>
  alertHeadline({
    ...{ phase: 'firing', labels: {}, since: 0 },
    memory: { fired: now(0.124, 38_210_000), latest },
  });

test('an alert is told as it is now, as long as that is what the rule asks for', () => {
  expect(told(now(0.15, 39_100_000))).toContain('rose 15.0 % in 24 h to $39.10/h');
});

test('in the room before its end it is told as it began: a rise of 3 % is not what fired', () => {
  expect(told(now(0.03, 35_000_000))).toContain('rose 12.4 % in 24 h to $38.21/h');
});
