import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { type DigestPlan, type Issue, newestIssue, nextIssue, planWords } from './plan.ts';

const plan = (over: Partial<DigestPlan> = {}): DigestPlan => ({
  ...{ name: 'weekly', channels: ['team'], every: 'week', day: 'monday' },
  ...{ at: { hour: 8, minute: 0 }, zone: 'UTC', types: [], regions: [] },
  ...over,
});
const text = (at: number) => new Date(at).toISOString().slice(0, 16);
const MONDAY = Date.UTC(2026, 10, 23, 8);

describe('a weekly digest', () => {
  it('is due on its day and hour, and is about the seven days before', () => {
    expect(newestIssue(plan(), MONDAY)).toEqual({
      ...{ period: '2026-W48', dueAt: MONDAY, from: MONDAY - 7 * DAY, to: MONDAY },
    });
    expect(newestIssue(plan(), MONDAY - 1)).toMatchObject({ period: '2026-W47', dueAt: MONDAY - 7 * DAY });
    expect(newestIssue(plan(), MONDAY + 7 * DAY - 1).period).toBe('2026-W48');
    expect(nextIssue(plan(), MONDAY)).toMatchObject({ period: '2026-W49', dueAt: MONDAY + 7 * DAY });
    expect(nextIssue(plan(), MONDAY - 1).dueAt).toBe(MONDAY);
  });

  it('is due by the clocks of its zone: where it is Monday already, or still Sunday', () => {
    expect(text(newestIssue(plan({ zone: 'Pacific/Kiritimati' }), MONDAY).dueAt)).toBe('2026-11-22T18:00');
    expect(text(newestIssue(plan({ zone: 'Pacific/Honolulu' }), MONDAY).dueAt)).toBe('2026-11-16T18:00');
  });

  it('says in words when it comes', () => {
    expect(planWords(plan({ zone: 'Europe/Berlin' }))).toBe('Mondays at 08:00, Europe/Berlin');
    expect(planWords(plan({ every: 'day' }))).toBe('every day at 08:00, UTC');
  });
});

describe('F27: over more than a year with every change of the clocks', () => {
  const ZONES = [
    ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'],
    ...['Pacific/Chatham', 'America/Santiago', 'UTC'],
  ];
  const TIMES = ['00:15', '02:30', '02:50', '08:00', '23:45'];
  const START = Date.UTC(2026, 0, 1);

  const plans = (zone: string) =>
    TIMES.flatMap((time) =>
      (['week', 'day'] as const).map((every) => {
        const [hour = 0, minute = 0] = time.split(':').map(Number);
        return plan({ zone, every, day: 'sunday', at: { hour, minute } });
      }),
    );

  /** Every issue of four hundred days, as each follows from the one before. */
  function issuesOf(own: DigestPlan): Issue[] {
    const issues = [nextIssue(own, START)];
    while ((issues.at(-1)?.dueAt ?? 0) < START + 400 * DAY)
      issues.push(nextIssue(own, issues.at(-1)?.dueAt ?? 0));
    return issues;
  }

  it.each(ZONES)('in %s there is one issue of each week or day, about the time since the last', (zone) => {
    for (const own of plans(zone)) {
      const issues = issuesOf(own);
      const step = own.every === 'week' ? 7 * DAY : DAY;
      expect(new Set(issues.map(({ period }) => period)).size).toBe(issues.length);
      for (const [index, { from, to }] of issues.slice(1).entries()) {
        expect(from).toBe(issues[index]?.to);
        expect(Math.abs(to - from - step)).toBeLessThanOrEqual(HOUR);
      }
    }
  });

  it.each(ZONES)(
    'in %s an issue is the newest from the instant at which it is due, and not before',
    (zone) => {
      for (const own of plans(zone))
        for (const [index, issue] of issuesOf(own).entries()) {
          if (index % 5 > 0 && issue.to - issue.from === DAY) continue;
          expect(newestIssue(own, issue.dueAt)).toEqual(issue);
          expect(newestIssue(own, issue.dueAt - 1).to).toBe(issue.from);
        }
    },
  );
});
