import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { addApiUse, apiUseSince, dropOldApiUse } from './api-use.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const USE = {
  service: 'ec2',
  action: 'DescribeRegions',
  region: 'us-east-1',
  calls: 3,
  throttled: 1,
  waitedMs: 99.5,
  perSecond: 10,
};

test('the use of an hour is added up, with the newest rate, and forgotten when it is old', () => {
  const db = openTestDatabase();
  addApiUse(db, [USE], NOON + MINUTE);
  addApiUse(db, [{ ...USE, perSecond: 5 }], NOON + 59 * MINUTE);
  addApiUse(db, [{ ...USE, region: 'us-west-2' }], NOON - MINUTE);
  expect(apiUseSince(db, NOON)).toEqual([{ ...USE, calls: 6, throttled: 2, waitedMs: 200, perSecond: 5 }]);
  expect(apiUseSince(db, NOON - HOUR)).toHaveLength(2);
  expect(dropOldApiUse(db, NOON)).toBe(1);
  expect(apiUseSince(db, 0)).toHaveLength(1);
});
