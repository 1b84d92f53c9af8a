import { formatUsd } from '#lib/domain/money.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import type { Facts } from '../facts.ts';
import type { ResolveReason } from '../reasons.ts';

export type NoticeKind = 'firing' | 'resolved' | 'reminder' | 'flapping' | 'test' | 'digest';

/** The words of one topic: everything that a message says about its facts. */
export type Words<F extends Facts> = {
  /** One line that says what happened, where and by how much; `isLater`: to be read at any time after. */
  start(facts: F, isLater?: boolean): string;
  /** Whether that line is true of these facts: of what fires on in the room before its end it is not. */
  holds?(facts: F): boolean;
  /** One line that says how it ended. */
  end(facts: F, fired: F | null, reason: ResolveReason): string;
  /** The figures behind the headline, exactly as AWS gave them. */
  figures(kind: NoticeKind, facts: F, fired: F | null, since: { firingAt: number | null }): string;
  /** What several of them are called. */
  plural: string;
  singular: string;
  /** When what is told came about, where the source says so. */
  changedAt(facts: F): number | null;
  /** What tells it from others in one message. */
  key(facts: F): string;
  /** The most telling first. */
  weight(facts: F): number;
  /** The page that shows it; undefined for the type's own. */
  page?(facts: F): string | undefined;
};

export const CLOSED: Record<Exclude<ResolveReason, 'moved_back' | 'window_passed' | 'cleared'>, string> = {
  rule_changed: 'the rule was changed',
  rule_disabled: 'the rule was switched off or removed',
  rule_deleted: 'the rule was deleted',
  target_removed: 'it is no longer watched',
  offer_start_passed: 'the start of the offer has passed',
  told: 'it has been told',
};

export function windowOf(ms: number): string {
  if (ms % DAY === 0 && ms > 2 * DAY) return `${ms / DAY} d`;
  if (ms % HOUR === 0) return `${ms / HOUR} h`;
  return `${ms / MINUTE} min`;
}

/** To a cent from a dollar on, to four digits below: for reading. */
export function roundUsd(micro: number | null): string {
  if (micro === null) return 'an unknown price';
  const step = micro >= 1_000_000 ? 10_000 : 100;
  return `$${formatUsd(Math.round(micro / step) * step, 2)}`;
}

export function exactUsd(micro: number | null): string {
  return micro === null ? 'an unknown price' : `$${formatUsd(micro, 2)}`;
}

/** 2026-11-22 14:02 UTC */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
