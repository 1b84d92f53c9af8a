import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { WEEKS, type Week } from './calendar.ts';
import type { MadeIssue, Year } from './replay.ts';

/** Looks are made shortly before an issue is due, as a desk that looks every five minutes has them. */
const SHORTLY = 3 * MINUTE;

/** Weeks that are not known in full, and what was wrong in each. */
export const HOLES = {
  /** For the last day and a half AWS refuses one region. */
  oneRegion: '2023-W11',
  /** For the last four days it refuses all of them. */
  allRegions: '2023-W24',
  /** The desk is down from Friday to Tuesday, over the instant at which the issue is due. */
  down: '2023-W40',
} as const;

/** Goes through the year week by week and has each issue made when it is due, or as soon as the desk is up again. */
export async function issuesOfTheYear(year: Year): Promise<MadeIssue[]> {
  const made: MadeIssue[] = [];
  await lookAndFill(year, WEEKS[0]!.from + HOUR);
  for (const week of WEEKS) {
    const issue = await pass(year, week);
    if (issue !== undefined) made.push(issue);
    // Asked again, as it is every minute: there is no second one.
    if ((await year.digest(week.to + 2 * DAY, week)) !== undefined) throw new Error('an issue came twice');
  }
  return made;
}

async function lookAndFill(year: Year, now: number): Promise<void> {
  await year.look(now);
  await year.fillHistory();
}

async function pass(year: Year, week: Week): Promise<MadeIssue | undefined> {
  if (week.period === HOLES.oneRegion) return refused(year, week, week.to - 36 * HOUR, 'us-west-2');
  if (week.period === HOLES.allRegions) return refused(year, week, week.to - 4 * DAY);
  if (week.period === HOLES.down) return down(year, week);
  await lookAndFill(year, week.to - SHORTLY);
  return dueNow(year, week);
}

async function dueNow(year: Year, week: Week): Promise<MadeIssue | undefined> {
  if ((await year.digest(week.to - 1, week)) !== undefined) throw new Error('an issue came early');
  return year.digest(week.to, week);
}

async function refused(
  year: Year,
  week: Week,
  from: number,
  region?: string,
): Promise<MadeIssue | undefined> {
  await lookAndFill(year, from);
  const refusal = year.refuse(region);
  await lookAndFill(year, week.to - SHORTLY);
  const issue = await dueNow(year, week);
  refusal.remove();
  return issue;
}

/** The first look of a desk that is up again is at the present; the issue is made before the past is filled in. */
async function down(year: Year, week: Week): Promise<MadeIssue | undefined> {
  await lookAndFill(year, week.to - 3 * DAY);
  await year.look(week.to + 28 * HOUR);
  const issue = await year.digest(week.to + 28 * HOUR, week);
  await year.fillHistory();
  return issue;
}
