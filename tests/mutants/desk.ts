import type { Mutant } from './types.ts';

/** Of digests, and of the desk that watches itself. */
export const DESK_MUTANTS: readonly Mutant[] = [
  {
    name: 'a digest that two processes send',
    file: 'db/queries/digest/issues.ts',
    find: 'return isOurs ? queueIssue(db, channels, document, now) : 0;',
    replace: 'return queueIssue(db, channels, document, now, isOurs ? "" : "again");',
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
  {
    name: 'an issue that goes to somebody who has left',
    file: 'db/queries/digest/issues.ts',
    find: 'plan.channels.filter((channel) => !leftOut.includes(channel))',
    replace: 'plan.channels.filter(() => true)',
    test: 'tests/integration/unsubscribe.test.ts',
  },
  {
    name: 'a press that ends every digest of its reader',
    file: 'db/queries/digest/subscriptions.ts',
    find: 'u.digest = ? AND',
    replace: "? <> '' AND",
    test: 'tests/integration/unsubscribe.test.ts',
  },
  {
    name: 'an issue that is tried again after its reader has left',
    file: 'db/queries/outbox.ts',
    find: '    dropUnwanted(db, to);\n',
    replace: '',
    test: 'tests/integration/unsubscribe.test.ts',
  },
  {
    name: 'a mail that names pictures it does not have',
    file: 'jobs/send/smtp.ts',
    find: '    return { html, attachments: [] };\n  }\n}',
    replace: '    return { html: illustrated.html, attachments: [] };\n  }\n}',
    test: 'tests/integration/digest-mail.test.ts',
  },
];
