import { extraLines } from '#lib/alerts/extras.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import { figures, headline, instant, memberKey, pageOf, sourceLine, summary } from '#lib/alerts/wording.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import { aboutDigest, shortSections } from '#lib/digest/text.ts';
import { formatAge, MINUTE } from '#lib/domain/time.ts';
import type { DelayCause, RenderContext } from './types.ts';

/** A message in plain words, before a channel gives it its own form: nothing in it is escaped yet. */
export type Message = {
  /** The first line alone tells it; the others are what came after, when messages queued up. */
  titles: string[];
  /** One entry for each member shown; without a headline where the title has told it. */
  members: { headline: string | null; figures: string }[];
  footer: string[];
  /** The page behind it. */
  link: string | undefined;
  /** Where its reader may ask to hear nothing of it for a while. */
  snooze: string | undefined;
};

/** A message older than this says so. */
const LATE_MS = 2 * MINUTE;

/** `service` is what people call the receiver: "Slack". */
export function messageOf(notice: Notice, context: RenderContext, service: string): Message {
  if (notice.digest !== undefined) return digestMessage(notice, notice.digest, context, service);
  const single = notice.memberCount === 1;
  return {
    titles: titlesOf(notice, context),
    members: notice.members.map((member) => ({
      headline: single ? null : headline(notice, member),
      figures: [figures(notice, member), ...extrasOf(context)].join('\n'),
    })),
    footer: footerOf(notice, context, service),
    link: linkOf(notice, context),
    snooze: context.snoozeUrl,
  };
}

/** A digest where there is room for little: what leads in each part of it, and a link to all of it. */
function digestMessage(
  notice: Notice,
  document: DigestDocument,
  context: RenderContext,
  service: string,
): Message {
  return {
    titles: titlesOf(notice, context),
    members: shortSections(document).map(({ title, lines }) => ({
      headline: title,
      figures: lines.join('\n'),
    })),
    footer: [...document.incomplete, ...footerOf(notice, context, service)],
    link: linkOf(notice, context),
    snooze: undefined,
  };
}

/** Only of a single subject: the reader of many has a page to open. */
function extrasOf({ extras, now, plain }: RenderContext): string[] {
  return extras === undefined || plain ? [] : extraLines(extras, now);
}

function titlesOf(notice: Notice, context: RenderContext): string[] {
  const own = summary(notice);
  if (context.later.length === 0) return [own];
  const over = notice.kind === 'firing' && isOver(notice, context.later);
  const rest = context.later.map((later) => `${instant(later.createdAt)}: ${summary(later)}`);
  return [over ? `Already over: ${own}` : own, ...rest];
}

function isOver(notice: Notice, later: readonly Notice[]): boolean {
  const ended = new Set(
    later.filter((item) => item.kind === 'resolved').flatMap((item) => item.members.map(memberKey)),
  );
  return (
    notice.members.every((member) => ended.has(memberKey(member))) &&
    later.every((item) => item.kind === 'resolved')
  );
}

function causeWords(cause: DelayCause, service: string): string {
  switch (cause) {
    case 'unreachable':
      return `${service} was unreachable`;
    case 'limited':
      return `${service} asked us to slow down`;
    case 'broken':
      return 'the channel was broken';
    case 'not_running':
      return 'it had to wait here';
  }
}

function footerOf(notice: Notice, context: RenderContext, service: string): string[] {
  const lines = [
    sourceLine(notice, context.now),
    `Rule “${notice.ruleName}” (${notice.severity}): ${notice.condition}`,
    `notice ${context.noticeId.slice(0, 8)} · ${instant(notice.createdAt)}`,
  ];
  if (notice.digest !== undefined) lines.splice(0, 2, aboutDigest(notice.digest));
  if (notice.kind === 'test') lines.splice(0, 2, 'sent by hand, by the way that all messages take');
  if (notice.note !== undefined) lines.unshift(notice.note);
  if (notice.simulated) lines.unshift('simulated market: not real AWS prices');
  const { ms, cause } = context.delay;
  if (ms > LATE_MS) lines.push(`delayed ${formatAge(ms)}, ${causeWords(cause, service)}`);
  if (context.ambiguous) lines.push('may repeat an earlier message');
  return lines;
}

/** The page behind a notice; undefined where the address of the pages is not known. */
export function linkOf(notice: Notice, { publicUrl }: RenderContext): string | undefined {
  const page = pageOf(notice);
  return publicUrl === undefined || page === undefined ? undefined : publicUrl.replace(/\/+$/, '') + page;
}

/** The first line as a notification shows it alone. */
export function leadOf(notice: Notice, { titles: [first = ''] }: Message): string {
  return notice.simulated ? `[simulated market] ${first}` : first;
}

/** Cuts a text without splitting a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
