import { formatInstant } from '#lib/domain/time.ts';
import { dueReminders, type Terms, terminationAt } from './terms.ts';

/** What can happen to a holding. */
type ReservationEvent =
  | 'reservation-starts'
  | 'reservation-ends'
  | 'reservation-changed'
  | 'reservation-extended';

/** One thing to tell of a holding; `at` is when it was due or seen. Instants in the detail are ISO 8601 UTC. */
export type ReservationNews = {
  kind: ReservationEvent;
  at: number;
  detail: Readonly<Record<string, string | null>>;
};

/** What is news of a holding since it was last seen: a state, a later end, and the reminder that is due. */
export function reservationNews(
  terms: Terms,
  before: Pick<Terms, 'state' | 'endAt'> | undefined,
  now: number,
): ReservationNews[] {
  return [...changes(terms, before, now), ...reminders(terms, now)];
}

function changes(terms: Terms, before: Pick<Terms, 'state' | 'endAt'> | undefined, at: number) {
  const news: ReservationNews[] = [];
  if (before === undefined) return news;
  if (before.state !== terms.state)
    news.push({ kind: 'reservation-changed', at, detail: { from: before.state, to: terms.state } });
  if (before.endAt !== null && terms.endAt !== null && terms.endAt > before.endAt)
    news.push({
      kind: 'reservation-extended',
      at,
      detail: { from: formatInstant(before.endAt), to: formatInstant(terms.endAt) },
    });
  return news;
}

function reminders(terms: Terms, now: number): ReservationNews[] {
  const { state, startAt, endAt } = terms;
  return dueReminders(terms, now).map(({ kind, lead, dueAt }) => ({
    kind,
    at: dueAt,
    detail: {
      lead,
      state,
      startAt: textOf(startAt),
      endAt: textOf(endAt),
      // Null: nothing is terminated, the instances run on.
      terminatedFrom: textOf(terminationAt(terms)),
    },
  }));
}

const textOf = (at: number | null) => (at === null ? null : formatInstant(at));
