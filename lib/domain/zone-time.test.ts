import { describe, expect, it } from 'vitest';
import { addDays, instantOf, isoWeek, isTimeZone, suggestZone, wallTimeAt, weekdayOf } from './zone-time.ts';

const wall = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/).map(Number);
  return { year, month, day, hour, minute };
};
const at = (text: string, zone: string) => {
  const found = instantOf(wall(text), zone);
  return `${new Date(found.at).toISOString().slice(0, 16)}${found.isSkipped ? ' skipped' : ''}`;
};

describe('the instant of a local time', () => {
  it.each([
    ['2026-11-23 08:00', 'UTC', '2026-11-23T08:00'],
    ['2026-11-23 08:00', 'Europe/Berlin', '2026-11-23T07:00'],
    ['2026-07-06 08:00', 'Europe/Berlin', '2026-07-06T06:00'],
    ['2026-11-23 08:00', 'Asia/Kolkata', '2026-11-23T02:30'],
    ['2026-11-23 08:00', 'Pacific/Kiritimati', '2026-11-22T18:00'],
    ['2026-11-23 08:00', 'America/Los_Angeles', '2026-11-23T16:00'],
  ])('%s in %s is %s', (local, zone, utc) => {
    expect(at(local, zone)).toBe(utc);
  });

  it.each([
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30 skipped'],
    ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30 skipped'],
    // Half an hour only.
    ['2026-10-04 02:15', 'Australia/Lord_Howe', '2026-10-03T15:45 skipped'],
    ['2026-09-27 02:50', 'Pacific/Chatham', '2026-09-26T14:05 skipped'],
    // At midnight.
    ['2026-09-06 00:30', 'America/Santiago', '2026-09-06T04:30 skipped'],
  ])('that the clocks skip, %s in %s, comes as much later', (local, zone, utc) => {
    expect(at(local, zone)).toBe(utc);
  });

  it.each([
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30'],
    ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30'],
    ['2026-04-05 01:45', 'Australia/Lord_Howe', '2026-04-04T14:45'],
  ])('that the clocks show twice, %s in %s, is the first', (local, zone, utc) => {
    expect(at(local, zone)).toBe(utc);
  });

  it('and back are the same', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham'])
      expect(wallTimeAt(instantOf(wall('2027-05-14 23:59'), zone).at, zone)).toEqual(
        wall('2027-05-14 23:59'),
      );
  });
});

describe('a time zone', () => {
  it('is one that IANA knows', () => {
    for (const name of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])
      expect(isTimeZone(name), name).toBe(true);
    for (const name of ['CET+1', 'Europe/Berln', '+01:00', '', 'Berlin', 'Europe/Berlin '])
      expect(isTimeZone(name), name).toBe(false);
  });

  it('that is misspelt is recognised', () => {
    expect(suggestZone('Europe/Berln')).toBe('Europe/Berlin');
    expect(suggestZone('America/New_Yrok')).toBe('America/New_York');
  });
});

describe('a calendar', () => {
  it.each([
    ['2026-11-23', 1, '2026-W48'],
    ['2026-12-31', 4, '2026-W53'],
    ['2027-01-03', 7, '2026-W53'],
    ['2027-01-04', 1, '2027-W01'],
    ['2024-12-30', 1, '2025-W01'],
  ])('%s is weekday %i of %s', (text, weekday, week) => {
    expect(weekdayOf(wall(text))).toBe(weekday);
    expect(isoWeek(wall(text))).toBe(week);
  });

  it('goes on over months and years', () => {
    expect(addDays({ year: 2026, month: 12, day: 28 }, 7)).toEqual({ year: 2027, month: 1, day: 4 });
    expect(addDays({ year: 2028, month: 3, day: 1 }, -1)).toEqual({ year: 2028, month: 2, day: 29 });
  });
});
