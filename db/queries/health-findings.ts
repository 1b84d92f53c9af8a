import { COLLECTORS } from '#lib/domain/collectors.ts';
import { deniedAction } from '#lib/domain/permission.ts';
import {
  credentialsFinding,
  type Denial,
  type Finding,
  permissionFindings,
  postponedFinding,
  unfinishedFinding,
} from '#lib/health/findings.ts';
import { POSTPONED_MARK } from '#lib/health/marks.ts';
import type { Db } from '../client.ts';
import { credentialsTrouble, permissionCheck } from './findings.ts';
import { prepared } from './prepared.ts';

/** What is the matter with the desk itself, the gravest first. */
export function listFindings(db: Db): Finding[] {
  const trouble = credentialsTrouble(db);
  return [
    ...(trouble === undefined ? [] : [credentialsFinding(trouble)]),
    ...permissionFindings([...deniedTargets(db), ...deniedAtStart(db)]),
    ...unfinishedRuns(db).map(unfinishedFinding),
    ...postponedTargets(db).map(postponedFinding),
  ];
}

function deniedTargets(db: Db): Denial[] {
  const sql = `SELECT DISTINCT error_text, collector, region FROM target
    WHERE current = 1 AND error_class = 'permission' AND error_text IS NOT NULL ORDER BY collector, region`;
  return (prepared(db, sql).all() as [string, string, string][]).map(([says, collector, region]) => ({
    action: deniedAction(says),
    says,
    collectors: [collector],
    regions: [region],
  }));
}

/** What was denied at the start, as long as none of the jobs that need it has had a complete look since. */
function deniedAtStart(db: Db): Denial[] {
  const check = permissionCheck(db);
  if (check === undefined) return [];
  const sql = `SELECT 1 FROM target WHERE last_complete_at > ? AND collector IN (SELECT value FROM json_each(?)) LIMIT 1`;
  const worksNow = (jobs: readonly string[]) =>
    prepared(db, sql).get(check.checkedAt, JSON.stringify(jobs)) !== undefined;
  return check.actions
    .filter(({ answer, jobs }) => answer === 'denied' && !worksNow(jobs))
    .map(({ action, says, jobs }) => ({ action, says, collectors: jobs, regions: [] }));
}

/** Jobs whose newest run that is over ran out of time. */
function unfinishedRuns(db: Db): { job: string; slot: number; startedAt: number }[] {
  const sql = `SELECT slot, started_at, state FROM job_run
    WHERE job = ? AND state NOT IN ('running', 'skipped') ORDER BY slot DESC LIMIT 1`;
  return [...COLLECTORS, 'spot-history'].flatMap((job) => {
    const newest = prepared(db, sql).get(job) as [number, number, string] | undefined;
    if (newest?.[2] !== 'timeout') return [];
    return [{ job, slot: newest[0], startedAt: newest[1] }];
  });
}

function postponedTargets(db: Db) {
  const sql = `SELECT collector, region, error_text, last_look_at FROM target
    WHERE current = 1 AND error_class = 'internal' AND error_text LIKE ? ORDER BY collector, region`;
  type Row = [string, string, string, number];
  return (prepared(db, sql).all(`%${POSTPONED_MARK}`) as Row[]).map(
    ([collector, region, errorText, lastLookAt]) => ({ collector, region, errorText, lastLookAt }),
  );
}
