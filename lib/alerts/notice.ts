import { z } from 'zod';
import { factsSchema } from './facts.ts';
import { RESOLVE_REASONS } from './reasons.ts';
import { wordsOf } from './words/index.ts';

export const SEVERITIES = ['info', 'normal', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Members a message shows; all of them are on record whatever their number. */
const SHOWN_MEMBERS = 10;

const memberSchema = z.object({
  facts: factsSchema,
  /** What it fired with; only in news of its end. */
  fired: factsSchema.nullable(),
  firingAt: z.int().nullable(),
  reason: z.enum(RESOLVE_REASONS).nullable(),
});
export type Member = z.infer<typeof memberSchema>;

/** The facts one message is rendered from, stored until it is delivered. */
export const noticeSchema = z.object({
  kind: z.enum(['firing', 'resolved', 'test']),
  ruleName: z.string(),
  /** The rule's condition in words. */
  condition: z.string(),
  severity: z.enum(SEVERITIES),
  /** Where it happened; null when it is not about one region. */
  region: z.string().nullable(),
  source: z.string(),
  /** Product time at which we looked, and at which the news came about. */
  lookedAt: z.int(),
  createdAt: z.int(),
  simulated: z.boolean(),
  memberCount: z.int().nonnegative(),
  members: z.array(memberSchema).max(SHOWN_MEMBERS),
});
export type Notice = z.infer<typeof noticeSchema>;

/** One event on its way to people. */
export type News = {
  eventId: number;
  identity: string;
  episode: number;
  kind: 'firing' | 'resolved';
  member: Member;
};

/** What the rule brings to the news about it. */
export type NewsRule = {
  id: number;
  name: string;
  condition: string;
  severity: Severity;
  channels: readonly string[];
};

/** Where the news comes from. */
export type Occasion = {
  region: string | null;
  source: string;
  lookedAt: number;
  createdAt: number;
  simulated: boolean;
};

export type GroupedNotice = {
  channel: string;
  rule: NewsRule;
  notice: Notice;
  eventIds: number[];
  /** What the news is about, sorted: the part of its id that makes it the same news. */
  subjects: [identity: string, episode: number][];
};

/** Groups the events of one rule on one occasion: one notice per channel and kind, fired before resolved. */
export function groupNews(rule: NewsRule, news: readonly News[], occasion: Occasion): GroupedNotice[] {
  return (['firing', 'resolved'] as const).flatMap((kind) => {
    const told = news.filter((item) => item.kind === kind);
    if (told.length === 0) return [];
    const notice = noticeOf(rule, kind, told, occasion);
    const eventIds = told.map((item) => item.eventId);
    const subjects = told.map((item): [string, number] => [item.identity, item.episode]).sort(bySubject);
    return rule.channels.map((channel) => ({ channel, rule, notice, eventIds, subjects }));
  });
}

function noticeOf(
  rule: NewsRule,
  kind: News['kind'],
  news: readonly News[],
  { region, source, lookedAt, createdAt, simulated }: Occasion,
): Notice {
  const members = news
    .map((item) => item.member)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, SHOWN_MEMBERS);
  const { name: ruleName, condition, severity } = rule;
  return {
    kind,
    ruleName,
    condition,
    severity,
    region,
    source,
    lookedAt,
    createdAt,
    simulated,
    memberCount: news.length,
    members,
  };
}

function weight(member: Member): number {
  const facts = member.fired ?? member.facts;
  return wordsOf(facts).weight(facts);
}

function bySubject(a: [string, number], b: [string, number]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] - b[1];
}
