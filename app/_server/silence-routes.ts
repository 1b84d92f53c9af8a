import { type Db, writeTransaction } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { noteChange } from '#db/queries/audit.ts';
import { bumpDataVersion } from '#db/queries/meta.ts';
import { endSilence, insertSilence, listSilences } from '#db/queries/silences.ts';
import { parseMatchers, parseSilence, silenceWords } from '#lib/alerts/new-silence.ts';
import { isActive, isMatched, labelsWithRule, type Matchers } from '#lib/alerts/silence.ts';
import { alertHeadline } from '#lib/alerts/wording.ts';
import { csvTable } from '#lib/api/csv.ts';
import { instant } from '#lib/api/rows.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';
import type { WriteContext } from './write.ts';

const KEYS = ['id', 'match', 'active', 'by', 'why', 'createdAt', 'startsAt', 'endsAt'] as const;
const DEFAULT_LIMIT = 500;

/** GET /silences: newest first. */
export const silencesRoute: DataRoute = {
  name: 'silences',
  params: ['limit', 'format'],
  fresh: true,
  build(db, query, now) {
    const rows = listSilences(db, query.limit ?? DEFAULT_LIMIT).map((silence) => ({
      id: silence.id,
      match: silence.matchers,
      active: isActive(silence, now),
      by: silence.author,
      why: silence.comment,
      createdAt: instant(silence.createdAt),
      startsAt: instant(silence.startsAt),
      endsAt: instant(silence.endsAt),
    }));
    if (query.format !== 'csv') return jsonBody(JSON.stringify({ rows }));
    const cells = rows.map((row) => ({ ...row, match: JSON.stringify(row.match) }));
    return csvBody(this.name, csvTable(KEYS, cells));
  },
};

const FIELDS = ['match', 'for', 'by', 'why', 'confirm'];

/** POST /silences. */
export function makeSilence({ body, around }: WriteContext) {
  const now = around.clock().now();
  const entry = body as Record<string, unknown>;
  const unknown = Object.keys(entry).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined)
    throw new AppError('UNKNOWN_FIELD', 'there is no such field', {
      field: unknown,
      accepted: FIELDS.join(', '),
    });
  const silence = parseSilence(
    {
      match: matchOf(entry.match),
      lasts: textOf(entry.for),
      author: textOf(entry.by),
      comment: textOf(entry.why),
      long: entry.confirm === true,
    },
    now,
  );
  return saveSilence(around.db(), silence, now);
}

/** Keeps a silence and notes who made it; the id and what it keeps back now. */
export function saveSilence(db: Db, silence: ReturnType<typeof parseSilence>, now: number) {
  return writeTransaction(db, () => {
    const id = insertSilence(db, silence);
    noteChange(db, { action: 'silence made', subject: String(id), detail: silenceWords(silence) }, now);
    bumpDataVersion(db);
    return { id, endsAt: instant(silence.endsAt), ...matchedNow(db, silence.matchers) };
  });
}

/** DELETE /silences/[id]: ends it now. */
export function stopSilence({ around }: WriteContext, id: number) {
  const db = around.db();
  const now = around.clock().now();
  return writeTransaction(db, () => {
    if (!endSilence(db, id, now))
      throw new AppError('NOT_FOUND', 'no silence of that number is in force', {
        field: 'id',
        received: String(id),
      });
    noteChange(db, { action: 'silence ended', subject: String(id) }, now);
    bumpDataVersion(db);
    return { id };
  });
}

/** POST /silences/preview: what it would keep back if it happened again. */
export function previewSilence({ body, around }: WriteContext) {
  const matchers = parseMatchers(matchOf((body as Record<string, unknown>).match));
  return matchedNow(around.db(), matchers);
}

const LOOKED_AT = 1000;
const EXAMPLES = 5;

function matchedNow(db: Db, matchers: Matchers) {
  const matched = listAlerts(db, { limit: LOOKED_AT }).filter(({ labels, ruleName, severity }) =>
    isMatched(matchers, labelsWithRule(labels, { name: ruleName, severity })),
  );
  const open = matched.filter(({ phase }) => phase !== 'ok');
  return {
    open: open.length,
    recent: matched.length - open.length,
    examples: matched.slice(0, EXAMPLES).map((alert) => alertHeadline(alert)),
  };
}

/** {"type": "p5.48xlarge"} as parseSilence takes it; empty values are no matchers. */
function matchOf(match: unknown): string[] {
  if (match === undefined || match === null) return [];
  if (typeof match !== 'object' || Array.isArray(match))
    throw new AppError('SILENCE_INVALID', 'match is an object of labels with their values', {
      field: 'match',
      accepted: '{"type": "p5.48xlarge", "region": "us-east-1"}',
    });
  return Object.entries(match).map(([label, value]) => `${label}=${String(value)}`);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
