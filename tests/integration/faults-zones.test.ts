import { afterEach, describe, expect, it } from 'vitest';
import { slotAt } from '#lib/domain/schedule.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';

describe('F27: the hours that clocks skip and repeat', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  /** A day in which each zone changes to summer time, and one in which it changes back. */
  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-10-25'],
    ['America/New_York', '2026-03-08', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-04-05'],
    ['Pacific/Chatham', '2026-09-27', '2026-04-05'],
    ['America/Santiago', '2026-09-06', '2026-04-05'],
    ['Africa/Casablanca', '2026-03-22', '2026-02-15'],
  ])('in %s move no slot of a job', (name, ...days) => {
    process.env.TZ = name;
    for (const day of days)
      for (const interval of [5 * MINUTE, 30 * MINUTE, HOUR]) {
        const noon = Date.parse(`${day}T00:00:00Z`) - 12 * HOUR;
        const slots = new Set<number>();
        for (let at = noon; at < noon + 48 * HOUR; at += MINUTE)
          slots.add(slotAt('spot-price', interval, at));
        const sorted = [...slots].sort((a, b) => a - b);
        const steps = new Set(sorted.slice(1).map((slot, i) => slot - (sorted[i] ?? 0)));
        expect([...steps]).toEqual([interval]);
      }
  });
});
