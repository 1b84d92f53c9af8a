import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { listFindings } from '#db/queries/health-findings.ts';
import { newestLook } from '#db/queries/looks.ts';
import { parseQuery } from '#lib/api/query.ts';
import { instant } from '#lib/api/rows.ts';
import { SECOND } from '#lib/domain/time.ts';
import { type CollectorHealth, judgeHealth } from '#lib/series/collector-health.ts';
import { guarded, PROCESS, type Surroundings } from './handle.ts';
import { toRefusal } from './refusal.ts';

/** The GET handler of /health: 200 while the market is being watched, 503 otherwise. */
export function healthHandler(around: Surroundings = PROCESS): (request: Request) => Promise<Response> {
  return guarded((request) => {
    parseQuery(new URL(request.url).search, []);
    try {
      return currentHealth(around);
    } catch (error) {
      const { code, message } = toRefusal(error, around.log()).error;
      return reply({ status: 'failing', reason: `${code}: ${message}` }, 503);
    }
  }, around);
}

function currentHealth(around: Surroundings): Response {
  const db = around.db();
  const findings = listFindings(db);
  const signs = { ...runBounds(db), findings };
  const { status, reason, collectors } = judgeHealth(watchedTargets(db), signs, around.clock().now());
  const body = {
    status,
    ...(reason === undefined ? {} : { reason }),
    asOf: instant(newestLook(db, 'spot-price')),
    findings: findings.map(({ since, ...finding }) => ({ ...finding, since: instant(since) })),
    collectors: collectors.map(collectorRow),
  };
  return reply(body, status === 'failing' ? 503 : 200);
}

function collectorRow({ name, region, lastCompleteAt, ageMs, state, outcome, counts }: CollectorHealth) {
  const ageSeconds = ageMs === null ? null : Math.max(0, Math.round(ageMs / SECOND));
  return {
    name,
    region,
    lastCompleteAt: instant(lastCompleteAt),
    ageSeconds,
    state,
    outcome,
    questions: counts,
  };
}

function reply(body: object, status: number): Response {
  return Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });
}
