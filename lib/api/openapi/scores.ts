import { SCORE_LEVELS } from '#lib/scores/configurations.ts';
import { GRADES } from '#lib/scores/grades.ts';
import { SCORE_NOTE } from '../score-rows.ts';
import { dated, instant, type Json, listOf, object, orNull, outcome, tableRoute, text } from './schema.ts';

const count: Json = { type: 'integer' };
const reason: Json = { ...orNull(text), description: 'why the last look was not complete' };

const scoreRow = object({
  basket: text,
  types: { ...listOf(text), description: 'one cell, separated by blanks, in CSV' },
  capacity: { ...count, description: 'instances' },
  level: { enum: SCORE_LEVELS },
  region: text,
  zoneId: { ...orNull(text), description: 'null at region level, and where no zone has been told of yet' },
  score: { ...orNull(count), minimum: 1, maximum: 10 },
  change24h: { ...orNull(count), description: 'points; null where the score of a day ago is not known' },
  observedAt: orNull(instant),
  outcome,
  reason,
});

const ledgerRow = object({
  fingerprint: text,
  basket: text,
  types: listOf(text),
  capacity: count,
  level: { enum: SCORE_LEVELS },
  regions: listOf(text),
  state: { enum: ['used', 'refused', 'lapsed'], description: 'used: within the last 24 hours' },
  firstUsedAt: instant,
  lastUsedAt: instant,
  refusedAt: orNull(instant),
  freeAt: { ...orNull(instant), description: 'when its slot is free, were it never sent again' },
});

const interruptionRow = object({
  type: text,
  region: text,
  os: { enum: ['Linux', 'Windows'] },
  bucket: { ...orNull(text), description: 'interrupted this often over the trailing month, such as <5%' },
  index: { ...orNull(count), minimum: 0, maximum: 4, description: 'the bucket as a number, 0 the least' },
  savingsPercent: { ...orNull(count), description: 'below the on-demand price, a trailing average' },
  feedChangedAt: { ...orNull(instant), description: 'since when the public feed is as it is' },
  observedAt: orNull(instant),
  outcome,
  reason,
});

const supportRow = object({
  type: text,
  region: text,
  zoneId: {
    ...orNull(text),
    description: 'null: the region has no grade of this type; the outcome says why',
  },
  instances: { ...orNull(count), description: 'the amount that is graded' },
  grade: { enum: [...GRADES, null], description: 'high: several times the amount; medium: just covers it' },
  index: { ...orNull(count), minimum: 0, maximum: GRADES.length - 1 },
  observedAt: orNull(instant),
  outcome,
  reason,
});

export const scorePaths: Json = {
  '/placement-scores': tableRoute(
    `The newest Spot placement scores. ${SCORE_NOTE} A region that is named and that no configuration is about has outcome never`,
    ['basket', 'region', 'format'],
    object({ asOf: orNull(instant), note: text, rows: listOf(scoreRow) }),
  ),
  '/placement-scores/ledger': tableRoute(
    'The configurations sent to AWS, which takes about ten of an account in 24 hours',
    ['format'],
    object({ limit: count, used: count, stoppedUntil: orNull(instant), rows: listOf(ledgerRow) }),
  ),
  '/interruptions': tableRoute(
    'How often Spot instances are interrupted, from the public feed behind the Spot Advisor. When a type is named, a row follows for each watched region without it',
    ['type', 'region', 'format'],
    dated(interruptionRow),
  ),
  '/supportability': tableRoute(
    'How well on-demand capacity covers an amount, per type and zone; optional, for accounts with AWS Support Unified Operations',
    ['type', 'region', 'zone', 'format'],
    dated(supportRow),
  ),
};
