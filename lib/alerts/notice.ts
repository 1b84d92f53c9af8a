import { z } from 'zod';
import { digestSchema } from '#lib/digest/document.ts';
import { factsSchema } from './facts.ts';
import type { Labels } from './identity.ts';
import { RESOLVE_REASONS } from './reasons.ts';
import { wordsOf } from './words/index.ts';

export const SEVERITIES = ['info', 'normal', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a message tells: a beginning, an end, that it still holds, that it comes and goes, that the channel works, or the market of a week. */
const NOTICE_KINDS = ['firing', 'resolved', 'reminder', 'flapping', 'test', 'digest'] as const;

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
  kind: z.enum(NOTICE_KINDS),
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
  /** What else its readers should know: that it was silenced, or how often it has come and gone. */
  note: z.string().optional(),
  /** Only of a digest: all that it says. */
  digest: digestSchema.optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** One event on its way to people. */
export type News = {
  eventId: number;
  alertId: number;
  identity: string;
  episode: number;
  kind: Exclude<Notice['kind'], 'test' | 'digest'>;
  labels: Labels;
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
  note?: string;
  /** What tells news of the same episode apart that is told more than once: reminders. */
  batch?: string;
};

export type GroupedNotice = {
  channel: string;
  rule: NewsRule;
  notice: Notice;
  eventIds: number[];
  /** What the news is about, sorted: the part of its id that makes it the same news. */
  subjects: [identity: string, episode: number][];
  batch: string;
};

/** Groups the events of one rule on one occasion: one notice per channel and kind, fired before resolved. */
export function groupNews(rule: NewsRule, news: readonly News[], occasion: Occasion): GroupedNotice[] {
  return (['firing', 'flapping', 'reminder', 'resolved'] as const).flatMap((kind) => {
    const told = news.filter((item) => item.kind === kind);
    if (told.length === 0) return [];
    const notice = noticeOf(rule, kind, told, occasion);
    const eventIds = told.map((item) => item.eventId);
    const subjects = told.map((item): [string, number] => [item.identity, item.episode]).sort(bySubject);
    const { batch = '' } = occasion;
    return rule.channels.map((channel) => ({ channel, rule, notice, eventIds, subjects, batch }));
  });
}

function noticeOf(
  rule: NewsRule,
  kind: News['kind'],
  news: readonly News[],
  { region, source, lookedAt, createdAt, simulated, note }: Occasion,
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
    ...(note === undefined ? {} : { note }),
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
