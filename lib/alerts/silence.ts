import { DAY } from '#lib/domain/time.ts';
import type { Labels } from './identity.ts';

/** Labels with the values they must all have. */
export type Matchers = Readonly<Record<string, string>>;

export type Silence = {
  id: number;
  matchers: Matchers;
  author: string;
  comment: string;
  createdAt: number;
  startsAt: number;
  endsAt: number;
};

/** What a silence may name: the labels that alerts have, and what their rules bring. */
export const MATCHER_LABELS = [
  'rule',
  'severity',
  'type',
  'region',
  'zoneId',
  'condition',
  'qualifier',
  'product',
  'block',
  'event',
  'source',
] as const;

/** The labels of an alert together with those of its rule. */
export function labelsWithRule(labels: Labels, rule: { name: string; severity: string }): Labels {
  return { ...labels, rule: rule.name, severity: rule.severity };
}

/** Whether every matcher is met: an alert without a label does not meet a matcher on it. */
export function isMatched(matchers: Matchers, labels: Labels): boolean {
  const wanted = Object.entries(matchers);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

export function isActive({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: number): boolean {
  return startsAt <= now && now < endsAt;
}

/** The silence that keeps news about these labels back; of several the one that lasts longest. */
export function silenceOf(silences: readonly Silence[], labels: Labels, now: number): Silence | undefined {
  return silences
    .filter((silence) => isActive(silence, now) && isMatched(silence.matchers, labels))
    .toSorted((a, b) => b.endsAt - a.endsAt)[0];
}

/** The longest a silence may last unless somebody confirms that it is meant. */
export const LONGEST_MS = 30 * DAY;
