import { expect, test } from 'vitest';
import { parseSources } from '#lib/config/sources.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { enabledJobs } from './jobs.ts';

test('a source looks as often as the configuration says, every other job as before', () => {
  const intervals = (raw: object) =>
    new Map(enabledJobs(parseSources(raw)).map((job) => [job.name, job.intervalMs]));
  const before = intervals({});
  const after = intervals({ cadence: { 'spot-price': '10m', 'quota-usage': '1h' } });
  expect(before.get('spot-price')).toBe(5 * MINUTE);
  const changed = { 'spot-price': 10 * MINUTE, 'quota-usage': HOUR };
  expect(Object.fromEntries(after)).toEqual({ ...Object.fromEntries(before), ...changed });
});
