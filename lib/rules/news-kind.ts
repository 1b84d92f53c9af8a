import { z } from 'zod';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { DAY } from '#lib/domain/time.ts';
import { regions, types } from './fields.ts';
import { listed } from './measured.ts';
import type { Finding, NewsReading, RuleKind } from './types.ts';
import { FALSE, HOLD, TRUE } from './verdicts.ts';

type Item = NewsReading['items'][number];

/** How long news stands on the page of alerts after it has been told. */
const SHOWN_MS = DAY;

/** What a kind of rule about news says for itself; the rest is the same for all of them. */
export type NewsKind<Params> = Pick<
  RuleKind<Params>,
  'kind' | 'label' | 'source' | 'paramsSchema' | 'fields' | 'describe' | 'filterKey'
> & {
  collector: CollectorName;
  /** Whether a rule with these parameters is about an item. */
  isAbout(params: Params, item: Pick<Item, 'kind' | 'type' | 'subject' | 'detail'>, region: string): boolean;
};

/** Which news about types a rule is about; empty lists stand for all. */
export const typedNews = <Event extends string>(events: readonly [Event, ...Event[]]) => ({
  types,
  regions,
  events: z
    .array(z.enum(events, `expected one of ${events.join(', ')}`))
    .max(events.length)
    .default([]),
});

type TypedFilter = { types: readonly string[]; regions: readonly string[]; events: readonly string[] };

export const typedFields = (example: string, events: readonly string[]) => [
  { name: 'types', label: 'Types', hint: `types or patterns such as ${example}; empty: all` },
  { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
  { name: 'events', label: 'Events', hint: `${events.join(', ')}; empty: all` },
];

/** Whether an item is one of the known events, and among those that the filter names. */
export const isTypedNews =
  (known: readonly string[]): NewsKind<TypedFilter>['isAbout'] =>
  (params, { kind, type }, region) =>
    known.includes(kind) &&
    listed(params.events, kind) &&
    listed(params.regions, region) &&
    anyGlob(params.types)(type);

export const typedFilterKey = (params: TypedFilter): string =>
  JSON.stringify([[...params.types].sort(), [...params.regions].sort(), [...params.events].sort()]);

/**
 * A kind of rule that tells news. An item fires at the look that told it and at no other, so that a rule which is new
 * does not tell old news; it stands for a day and ends without a message.
 */
export function newsKind<Params>(own: NewsKind<Params>) {
  const { isAbout, ...rest } = own;
  return {
    ...rest,
    reads: 'news',
    endsQuietly: true,
    needs: () => ({ windowsMs: [] }),
    evaluate: (params, reading) =>
      reading.items
        .filter((item) => isAbout(params, item, reading.region))
        .map((item) => findingOf(item, reading)),
    watches: (params, { event = '', type = '', subject = '', region = '' }) =>
      isAbout(params, { kind: event, type, subject, detail: {} }, region),
    whyEnded: (): ResolveReason => 'told',
  } satisfies RuleKind<Params, 'news'>;
}

function findingOf(item: Item, { region, look }: NewsReading): Finding {
  const { kind: event, at, toldAt, zoneId, type, subject, detail } = item;
  const age = look.at - toldAt;
  return {
    verdict: age === 0 ? TRUE : age > SHOWN_MS ? FALSE : HOLD,
    labels: () => ({ event, at: String(at), region, subject, type, zoneId }),
    facts: () => ({
      topic: 'event',
      event,
      type,
      region,
      zoneId,
      subject,
      at,
      detail: { ...detail },
      lookedAt: look.at,
    }),
  };
}
