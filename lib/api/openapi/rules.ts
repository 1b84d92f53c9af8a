import { byId, instant, type Json, listOf, object, orNull, tableRoute, text, writeRoute } from './schema.ts';

const integer: Json = { type: 'integer' };
const flag: Json = { type: 'boolean' };
const labels: Json = { type: 'object', additionalProperties: text };

/** As the section `rules` of the configuration writes it. */
const entry: Json = {
  name: text,
  kind: text,
  severity: { enum: ['info', 'normal', 'critical'] },
  channels: listOf(text),
  for: { ...text, description: 'a duration such as 10m' },
  keepFiring: text,
  resolveEvals: integer,
  repeat: { ...text, description: 'a duration such as 4h, or never' },
  when: { type: 'object', description: 'the condition, in the fields of its kind' },
};

const draft: Json = {
  type: 'object',
  required: ['name', 'kind', 'channels', 'when'],
  properties: { ...entry, confirm: { ...flag, description: 'a word of caution has been read' } },
  additionalProperties: false,
};
const trial: Json = { type: 'object', required: ['kind', 'when'], properties: entry };

const ruleRow = object({
  id: integer,
  ...entry,
  condition: { ...text, description: 'the condition in words' },
  enabled: flag,
  origin: { enum: ['file', 'page'], description: 'where it is changed' },
  firing: integer,
  episodes30d: integer,
  lastFiredAt: orNull(instant),
  updatedAt: instant,
});

const preview = object({
  condition: text,
  watched: integer,
  matching: integer,
  between: { ...integer, description: 'neither over the limit nor clear of it' },
  unknown: integer,
  examples: listOf(object({ region: text, text })),
  looks: integer,
  oldestAt: orNull(instant),
  newestAt: orNull(instant),
  cautions: listOf({ type: 'object' }),
});

const backtest = object({
  from: instant,
  to: instant,
  series: integer,
  known: { type: 'number', description: 'share of the time for which the series are known, 0 to 1' },
  messages: integer,
  perDay: listOf(integer),
  worstDay: { type: ['object', 'null'] },
  medianLastsMs: { type: ['integer', 'null'] },
  brief: { ...integer, description: 'episodes of less than an hour' },
  episodeCount: integer,
  episodes: listOf(object({ labels, firedAt: instant, endedAt: orNull(instant), text })),
});

const saved = object({ id: integer, closed: { ...integer, description: 'open alerts that ended with it' } });
const turned = (summary: string) => ({ ...byId, post: writeRoute(summary, object({}), saved) });

const silenceRow = object({
  id: integer,
  match: labels,
  active: flag,
  by: text,
  why: text,
  createdAt: instant,
  startsAt: instant,
  endsAt: instant,
});
const matched: Json = { open: integer, recent: integer, examples: listOf(text) };

export const rulePaths: Json = {
  '/rules': {
    ...tableRoute('Rules, and how each has done', ['format'], object({ rows: listOf(ruleRow) })),
    post: writeRoute('Make a rule', draft, saved),
  },
  '/rules/{id}': {
    ...byId,
    put: writeRoute('Change a rule that was made on a page', draft, saved),
    delete: writeRoute('Take such a rule away; its open alerts end with the reason told', object({}), saved),
  },
  '/rules/{id}/pause': turned('Switch a rule off'),
  '/rules/{id}/resume': turned('Switch it on again'),
  '/rules/preview': {
    post: writeRoute('What a rule would say of the newest looks, or what it still lacks', trial, {
      oneOf: [preview, object({ problems: listOf({ type: 'object' }) })],
    }),
  },
  '/rules/backtest': {
    post: writeRoute(
      'When a rule would have fired over what is on record',
      { ...trial, properties: { ...entry, days: { enum: [7, 30, 90, 365] } } },
      backtest,
    ),
  },
  '/silences': {
    ...tableRoute('Silences, newest first', ['limit', 'format'], object({ rows: listOf(silenceRow) })),
    post: writeRoute(
      'Keep news back for a while',
      object({ match: labels, for: text, by: text, why: text }),
      object({ id: integer, endsAt: instant, ...matched }),
    ),
  },
  '/silences/{id}': { ...byId, delete: writeRoute('End a silence now', object({}), object({ id: integer })) },
  '/snooze': {
    post: writeRoute(
      'Silence what a message is about, by the link in it',
      object({ token: text, for: text }),
      object({ id: integer, endsAt: instant, ...matched }),
    ),
  },
  '/silences/preview': {
    post: writeRoute('What a silence would keep back', object({ match: labels }), object(matched)),
  },
};
