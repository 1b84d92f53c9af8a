import type { Mutant } from './types.ts';

/** Of digests, and of the desk that watches itself. */
export const DESK_MUTANTS: readonly Mutant[] = [
  {
    name: 'a digest that two processes send',
    file: 'db/queries/digest/issues.ts',
    find: 'return isOurs ? queueIssue(db, plan.channels, document, now) : 0;',
    replace: 'return queueIssue(db, plan.channels, document, now, isOurs ? "" : "again");',
    test: 'tests/integration/digest.test.ts',
  },
  {
    name: 'a digest that is owed of the time before it was asked for',
    file: 'jobs/digest/index.ts',
    find: 'issue.dueAt >= plan.since && ',
    replace: '',
    test: 'tests/integration/digest.test.ts',
  },
  {
    name: 'a digest that comes whenever, however late',
    file: 'jobs/digest/index.ts',
    find: 'if (now - issue.dueAt >= LATE_MS) {',
    replace: 'if (now - issue.dueAt < 0) {',
    test: 'tests/integration/digest.test.ts',
  },
  {
    name: 'a digest that comes late and tells of prices from after its time',
    file: 'db/queries/digest/market-facts.ts',
    find: ' AND at > @start AND at < @to)`;',
    replace: ' AND at > @start AND @to > 0)`;',
    test: 'tests/integration/digest-late.test.ts',
  },
  {
    name: 'a list price that AWS dates back, told by no issue',
    file: 'db/queries/digest/facts.ts',
    find: '...latePriceChanges(db, plan.name, wanted, from),',
    replace: '...latePriceChanges(db, plan.name, wanted, from).slice(0, 0),',
    test: 'tests/integration/digest-late.test.ts',
  },
  {
    name: 'a region that was not known for days, lost in the mean of all',
    file: 'lib/digest/desk.ts',
    find: 'Math.min(share, worst?.share ?? 1) < COMPLETE',
    replace: '(worst === null ? share : share) < COMPLETE',
    test: 'lib/digest/digest.test.ts',
  },
  {
    name: 'a long read that sees what is written meanwhile',
    file: 'db/snapshot.ts',
    find: "snapshot.sqlite.exec('BEGIN');",
    replace: '',
    test: 'db/snapshot.test.ts',
  },
  {
    name: 'a time that the clocks skip, taken for one that they show',
    file: 'lib/domain/zone-time.ts',
    find: 'return { at: asUtc - before, isSkipped: true };',
    replace: 'return { at: asUtc - after, isSkipped: false };',
    test: 'lib/domain/zone-time.test.ts',
  },
  {
    name: 'an open page that says nothing of jobs that are down',
    file: 'lib/health/band.ts',
    find: 'if (now - lastRunAt > silenceMs)',
    replace: 'if (now < lastRunAt)',
    test: 'lib/health/band.test.ts',
  },
  {
    name: 'a process that is not started again',
    file: 'jobs/supervise.ts',
    find: 'if (performance.now() - began < settledMs) return code || 1;',
    replace: 'if (performance.now() - began >= 0) return code || 1;',
    test: 'jobs/supervise.test.ts',
  },
];
