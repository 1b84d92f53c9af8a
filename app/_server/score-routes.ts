import type { Db } from '#db/client.ts';
import { latestInterruptions } from '#db/queries/interruptions.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { knownBaskets, latestScores } from '#db/queries/placement-scores.ts';
import { unknownRegions } from '#db/queries/prices.ts';
import { scoreLedger } from '#db/queries/score-ledger.ts';
import { latestSupportability } from '#db/queries/supportability.ts';
import { csvTable } from '#lib/api/csv.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import { instant } from '#lib/api/rows.ts';
import {
  flatLists,
  INTERRUPTION_KEYS,
  interruptionRow,
  LEDGER_KEYS,
  ledgerRow,
  SCORE_KEYS,
  SCORE_NOTE,
  SUPPORT_KEYS,
  scoreRow,
  supportRow,
} from '#lib/api/score-rows.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

export const scoresRoute: DataRoute = {
  name: 'placement-scores',
  params: ['basket', 'region', 'format'],
  build(db, query) {
    checkBaskets(db, query.basket ?? []);
    const { regions } = toFilter(db, query);
    const { asOf, scores } = latestScores(db, { baskets: query.basket, regions });
    const rows = scores.map(scoreRow);
    const unknown = unknownHeader(db, 'placement-score', query);
    if (query.format === 'csv') return csvBody(this.name, csvTable(SCORE_KEYS, rows.map(flatLists)), unknown);
    return jsonBody(JSON.stringify({ asOf: instant(asOf), note: SCORE_NOTE, rows }), unknown);
  },
};

export const scoreLedgerRoute: DataRoute = {
  name: 'placement-scores-ledger',
  params: ['format'],
  timed: true,
  build(db, query, now) {
    const { limit, used, stoppedUntil, configurations } = scoreLedger(db, now);
    const rows = configurations.map(ledgerRow);
    if (query.format === 'csv') return csvBody(this.name, csvTable(LEDGER_KEYS, rows.map(flatLists)));
    return jsonBody(JSON.stringify({ limit, used, stoppedUntil: instant(stoppedUntil), rows }));
  },
};

export const interruptionsRoute: DataRoute = {
  name: 'interruptions',
  params: ['type', 'region', 'format'],
  build(db, query) {
    const { asOf, feedChangedAt, rows: rates } = latestInterruptions(db, toFilter(db, query));
    const rows = rates.map((rate) => interruptionRow(rate, feedChangedAt));
    const unknown = unknownHeader(db, 'interruption', query);
    if (query.format === 'csv') return csvBody(this.name, csvTable(INTERRUPTION_KEYS, rows), unknown);
    return jsonBody(JSON.stringify({ asOf: instant(asOf), rows }), unknown);
  },
};

export const supportabilityRoute: DataRoute = {
  name: 'supportability',
  params: ['type', 'region', 'zone', 'format'],
  build(db, query) {
    const { asOf, rows: grades } = latestSupportability(db, { ...toFilter(db, query), zones: query.zone });
    const rows = grades.map(supportRow);
    const unknown = unknownHeader(db, 'supportability', query);
    if (query.format === 'csv') return csvBody(this.name, csvTable(SUPPORT_KEYS, rows), unknown);
    return jsonBody(JSON.stringify({ asOf: instant(asOf), rows }), unknown);
  },
};

/** The names a question is about, resolved; refuses those that nothing has. */
function toFilter(db: Db, { type, region }: Query) {
  if (region !== undefined) checkRegions(region, knownRegions(db));
  return { types: type === undefined ? undefined : resolveTypes(type, knownTypes(db)), regions: region };
}

/** @throws AppError PARAM_INVALID for a basket that nobody asks about */
function checkBaskets(db: Db, wanted: readonly string[]): void {
  const known = knownBaskets(db);
  const stranger = wanted.find((name) => !known.has(name));
  // Before the first look there is nothing to tell a wrong name from a right one.
  if (stranger === undefined || known.size === 0) return;
  const near = suggest(stranger, known);
  throw new AppError(
    'PARAM_INVALID',
    `there is no basket of this name${near === undefined ? '' : `: did you mean ${near}?`}`,
    { field: 'basket', received: stranger, accepted: [...known].sort().join(', ') },
  );
}

/** Names the regions no look has seen, so that an answer without them is not taken for "nothing there". */
function unknownHeader(db: Db, collector: string, query: Query): Record<string, string> {
  const unknown = [...unknownRegions(db, collector, query.region)];
  if (unknown.length === 0) return {};
  return {
    'x-chipdesk-regions-unknown': unknown.map(([region, outcome]) => `${region}=${outcome}`).join(', '),
  };
}
