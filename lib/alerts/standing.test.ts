import { expect, test } from 'vitest';
import { facts } from '#tests/helpers/notice.ts';
import type { MeasureFacts } from './measure-facts.ts';
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

test('a price just under its limit does not read as the limit itself', () => {
  const level: MeasureFacts = {
    ...{ topic: 'measure', measure: 'spot-level', condition: 'below', type: 'p5en.48xlarge' },
    ...{ region: 'ap-south-1', zoneId: 'aps1-az3', qualifier: 'Linux/UNIX', name: null },
    ...{ chip: { name: 'H200', count: 8 }, value: 2_997_512.5, perAccelerator: true, previous: null },
    ...{ windowMs: null, limit: 3_000_000, whole: null, rank: null, changedAt: null, lookedAt: 0 },
  };
  const memory = { latest: level, fired: level };
  expect(alertHeadline({ phase: 'firing', labels: {}, since: 0, memory })).toMatch(
    /spot is \$2\.9975\d* per H200-hour, below \$3\.00 per H200-hour/,
  );
});
