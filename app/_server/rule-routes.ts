import { savePageRule, turnPageRule } from '#db/alerting/page-rules.ts';
import { previewRule } from '#db/alerting/preview.ts';
import type { Db } from '#db/client.ts';
import { readCadence } from '#db/queries/asked.ts';
import { ruleStandings } from '#db/queries/rule-standings.ts';
import { listRules, type StoredRule } from '#db/queries/rules.ts';
import { csvTable } from '#lib/api/csv.ts';
import { instant } from '#lib/api/rows.ts';
import { cautionsOf } from '#lib/config/page-rule.ts';
import { ruleEntry } from '#lib/config/rule-entry.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import { AppError, type FieldProblem } from '#lib/domain/errors.ts';
import { DAY } from '#lib/domain/time.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { checkAsks } from './check-asks.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';
import { type RuleDraft, readDraft, readTrial } from './rule-draft.ts';
import { turnOf } from './turn.ts';
import type { WriteContext } from './write.ts';

const KEYS = [
  ...['id', 'name', 'kind', 'severity', 'channels', 'for', 'keepFiring', 'resolveEvals', 'repeat', 'when'],
  ...['condition', 'enabled', 'origin', 'firing', 'episodes30d', 'lastFiredAt', 'updatedAt'],
] as const;

/** GET /rules: every rule there is, as it would be written, and how it has done. */
export const rulesRoute: DataRoute = {
  name: 'rules',
  params: ['format'],
  fresh: true,
  build(db, query, now) {
    const rows = ruleRows(db, now);
    if (query.format !== 'csv') return jsonBody(JSON.stringify({ rows }));
    const cells = rows.map((row) => ({
      ...row,
      channels: row.channels.join(', '),
      when: JSON.stringify(row.when),
    }));
    return csvBody(this.name, csvTable(KEYS, cells));
  },
};

function ruleRows(db: Db, now: number) {
  const standings = ruleStandings(db, now - 30 * DAY);
  return listedRules(db).map((rule) => {
    const standing = standings.get(rule.id);
    return {
      id: rule.id,
      ...ruleEntry(rule),
      condition: conditionOf(rule),
      enabled: rule.enabled,
      origin: rule.origin,
      firing: standing?.firing ?? 0,
      episodes30d: standing?.episodes30d ?? 0,
      lastFiredAt: instant(standing?.lastFiredAt ?? null),
      updatedAt: instant(rule.updatedAt),
    };
  });
}

/** Rules that are there for people: what the file or a page has taken away is history. */
export function listedRules(db: Db): StoredRule[] {
  return listRules(db).filter((rule) => rule.enabled || rule.origin === 'page');
}

/** The condition in words, or the parameters where this version cannot read them. */
export function conditionOf({ kind: name, params }: Pick<StoredRule, 'kind' | 'params'>): string {
  const kind = ruleKind(name);
  const read = kind?.paramsSchema.safeParse(params);
  return kind === undefined || !read?.success ? JSON.stringify(params) : kind.describe(read.data);
}

/** POST /rules and PUT /rules/[id]. */
export async function saveRule({ body, request, around }: WriteContext, id?: number) {
  const db = around.db();
  const now = around.clock().now();
  const draft = readDraft(db, body, id);
  checkAsks(db, draft.rule, id, now);
  await refuseUnconfirmed(db, draft, request);
  return savePageRule(db, id, draft.rule, now);
}

export function turnRule({ around }: WriteContext, id: number, to: 'pause' | 'resume' | 'remove') {
  return { id, closed: turnPageRule(around.db(), id, to, around.clock().now()) };
}

/** POST /rules/preview: what the rule would say of the newest looks, or what it still lacks; nothing is kept. */
export async function previewDraft({ body, request, around }: WriteContext) {
  const db = around.db();
  const draft = readUnfinished(db, body);
  if ('problems' in draft) return draft;
  const { rule, kind } = draft;
  const { oldestAt, newestAt, ...preview } = await previewRule(db, kind, rule.params, turnOf(request));
  return {
    condition: kind.describe(rule.params),
    ...preview,
    oldestAt: instant(oldestAt),
    newestAt: instant(newestAt),
    cautions: cautionsOf(rule, preview.watched, readCadence(db)[kind.collector as CollectorName] ?? 0),
  };
}

/** A form that is being filled in is no mistake yet: what it still lacks is part of the answer. */
function readUnfinished(db: Db, body: unknown): RuleDraft | { problems: readonly FieldProblem[] } {
  try {
    return readTrial(db, body);
  } catch (error) {
    if (error instanceof AppError && error.problems.length > 0) return { problems: error.problems };
    throw error;
  }
}

async function refuseUnconfirmed(
  db: Db,
  { rule, kind, confirmed }: RuleDraft,
  request: Request,
): Promise<void> {
  if (confirmed) return;
  const { watched } = await previewRule(db, kind, rule.params, turnOf(request));
  const [first, ...others] = cautionsOf(rule, watched, readCadence(db)[kind.collector as CollectorName] ?? 0);
  if (first === undefined) return;
  throw new AppError(first.code, first.message, {
    field: first.field,
    accepted: 'another value, or the same again with "confirm": true',
    problems: [first, ...others],
  });
}
