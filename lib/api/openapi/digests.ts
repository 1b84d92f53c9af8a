import { instant, type Json, listOf, object, orNull, tableRoute, text } from './schema.ts';

const instants = listOf({ type: 'integer', description: 'UTC milliseconds' });

const picture = object({
  ...{ title: text, caption: text, path: text, unit: text, alt: text, at: instants },
  ...{ from: { type: 'integer' }, to: { type: 'integer' } },
  value: {
    ...listOf({ type: 'integer' }),
    description: 'micro-dollars from the instant at the same place on',
  },
  gaps: listOf(object({ from: { type: 'integer' }, to: { type: 'integer' } })),
});

const known = {
  title: text,
  note: { ...text, description: 'window, sample count and source of the rows' },
  heads: listOf(text),
  numbers: { ...listOf({ type: 'integer' }), description: 'which columns are numbers' },
  narrow: {
    ...listOf({ type: 'integer' }),
    description: 'which columns are shown where there is little room',
  },
  rows: listOf({ type: 'object', properties: { cells: listOf(text), path: text }, required: ['cells'] }),
  hidden: { type: 'integer', description: 'rows that there was no room for' },
};

const some = {
  beneath: {
    ...listOf({ ...listOf({ type: 'integer' }), minItems: 2, maxItems: 2 }),
    description: 'there, too: pairs of columns of which the second stands below the first',
  },
  brief: { ...text, description: 'a row as a line of a chat, {2} its third cell' },
  leads: { ...listOf({ type: 'integer' }), description: 'rows that a chat shows before others' },
  pictures: object({ note: text, shown: listOf(picture) }),
};

const section: Json = { ...object({ ...known, ...some }), required: Object.keys(known) };

const issue = object({
  name: text,
  period: { ...text, description: '2026-W48, or 2026-11-23 of a daily one, by the calendar of its zone' },
  dueAt: instant,
  madeAt: instant,
  state: { enum: ['sent', 'skipped'] },
  reason: { ...orNull(text), description: 'too_late: the jobs were down for more than 48 hours' },
  channels: listOf(text),
  leftOut: { ...listOf(text), description: 'channels whose people had ended the subscription' },
  document: orNull(
    object({
      ...{ name: text, period: text, schedule: text, headline: text },
      from: { type: 'integer', description: 'UTC milliseconds' },
      to: { type: 'integer', description: 'UTC milliseconds' },
      incomplete: { ...listOf(text), description: 'what is not known of the time' },
      sections: listOf(section),
      simulated: { type: 'boolean' },
    }),
  ),
});

export const digestPaths: Json = {
  '/digests': tableRoute(
    'Digests as they were sent, newest first',
    ['limit', 'format'],
    object({ rows: listOf(issue) }),
  ),
};
