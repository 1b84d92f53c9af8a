import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import { DAY } from '#lib/domain/time.ts';
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
