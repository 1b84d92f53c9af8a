import type { Member, Notice } from '#lib/alerts/notice.ts';
import { figures, headline, instant, memberKey, pageOf, sourceLine, summary } from '#lib/alerts/wording.ts';
import type { Secret } from '#lib/domain/secret.ts';
import { formatAge, MINUTE } from '#lib/domain/time.ts';
import type { DelayCause, OutgoingRequest, RenderContext } from '../types.ts';

const MAX_BLOCKS = 20;
const MAX_SECTION = 2800;
const MAX_JSON = 10_000;
const MAX_PLAIN = 1500;
/** A message older than this says so. */
const LATE_MS = 2 * MINUTE;

type Text = { type: 'mrkdwn'; text: string; verbatim: true };
type Block = { type: 'section'; text: Text } | { type: 'context'; elements: Text[] };

/** The message as a call to the webhook. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingRequest {
  return {
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: context.plain ? plainBody(notice, context) : richBody(notice, context),
  };
}

function plainBody(notice: Notice, context: RenderContext): string {
  const lines = [...titles(notice, context), ...footer(notice, context)].map(escapeText);
  return JSON.stringify({ text: clip(lines.join('\n'), MAX_PLAIN) });
}

/** Shows fewer members until the whole fits: Slack refuses a message that is too long altogether. */
function richBody(notice: Notice, context: RenderContext): string {
  for (let shown = notice.members.length; ; shown--) {
    const body = JSON.stringify(message(notice, context, Math.max(0, shown)));
    if (body.length <= MAX_JSON || shown <= 0)
      return body.length <= MAX_JSON ? body : plainBody(notice, context);
  }
}

function message(notice: Notice, context: RenderContext, shown: number) {
  const [first = '', ...rest] = titles(notice, context);
  const blocks: Block[] = [section(`*${escapeText(first)}*`)];
  if (rest.length > 0) blocks.push(section(rest.map(escapeText).join('\n')));
  const members = notice.members.slice(0, shown);
  const single = notice.memberCount === 1;
  for (const member of members) blocks.push(section(memberText(notice, member, single)));
  const more = notice.memberCount - members.length;
  if (more > 0 && notice.memberCount > 1) blocks.push(section(`… +${more} more`));
  const link = linkOf(notice, context);
  const notes = footer(notice, context).map(escapeText);
  if (link !== undefined) notes.push(link);
  blocks.push({ type: 'context', elements: [mrkdwn(notes.join('\n'))] });
  // A notification shows this text alone.
  const lead = notice.simulated ? `[simulated market] ${first}` : first;
  const text = clip([lead, ...rest].map(escapeText).join('\n'), MAX_SECTION);
  return { text, blocks: blocks.slice(0, MAX_BLOCKS), unfurl_links: false, unfurl_media: false };
}

/** A single member is already told in the title: its figures are enough. */
function memberText(notice: Notice, member: Member, single: boolean): string {
  const numbers = escapeText(figures(notice, member));
  return single ? numbers : `${escapeText(headline(notice, member))}\n${numbers}`;
}

/** What happened, most telling first; then what came after it, when messages queued up. */
function titles(notice: Notice, context: RenderContext): string[] {
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

const CAUSES: Record<DelayCause, string> = {
  unreachable: 'Slack was unreachable',
  limited: 'Slack asked us to slow down',
  broken: 'the channel was broken',
  not_running: 'it had to wait here',
};

function footer(notice: Notice, context: RenderContext): string[] {
  const lines = [
    sourceLine(notice, context.now),
    `Rule “${notice.ruleName}” (${notice.severity}): ${notice.condition}`,
    `notice ${context.noticeId.slice(0, 8)} · ${instant(notice.createdAt)}`,
  ];
  if (notice.kind === 'test') lines.shift();
  if (notice.simulated) lines.unshift('simulated market: not real AWS prices');
  const { ms, cause } = context.delay;
  if (ms > LATE_MS) lines.push(`delayed ${formatAge(ms)}, ${CAUSES[cause]}`);
  if (context.ambiguous) lines.push('may repeat an earlier message');
  return lines;
}

function linkOf(notice: Notice, { publicUrl }: RenderContext): string | undefined {
  const page = pageOf(notice);
  if (publicUrl === undefined || page === undefined) return undefined;
  return `<${escapeText(publicUrl.replace(/\/+$/, '') + page)}|Open in chipdesk>`;
}

function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

function mrkdwn(text: string): Text {
  return { type: 'mrkdwn', text: clip(text, MAX_SECTION), verbatim: true };
}

/** Slack's three control characters: nothing a person wrote can become a link, a mention or a channel call. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts between characters, never inside an escape. */
function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .replace(/&[a-z]{0,4}$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')}…`;
}
