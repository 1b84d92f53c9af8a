import { listIssues, readIssue } from '#db/queries/digest/issues.ts';
import { csvTable } from '#lib/api/csv.ts';
import { instant } from '#lib/api/rows.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

const DEFAULT_LIMIT = 60;
const KEYS = ['name', 'period', 'dueAt', 'madeAt', 'state', 'reason', 'channels', 'leftOut'] as const;

/** The archive of digests: each issue as it was sent. */
export const digestsRoute: DataRoute = {
  name: 'digests',
  params: ['limit', 'format'],
  fresh: true,
  build(db, query) {
    const issues = listIssues(db, query.limit ?? DEFAULT_LIMIT).map(({ dueAt, madeAt, ...issue }) => ({
      ...issue,
      dueAt: instant(dueAt),
      madeAt: instant(madeAt),
    }));
    if (query.format === 'csv')
      return csvBody(
        this.name,
        csvTable(
          KEYS,
          issues.map((issue) => ({
            ...issue,
            channels: issue.channels.join(' '),
            leftOut: issue.leftOut.join(' '),
          })),
        ),
      );
    const rows = issues.map((issue) => ({
      ...issue,
      document: readIssue(db, issue.name, issue.period) ?? null,
    }));
    return jsonBody(JSON.stringify({ rows }));
  },
};
