import type { Notice } from '#lib/alerts/notice.ts';
import type { Secret } from '#lib/domain/secret.ts';
import { clip as clipText, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingRequest, RenderContext } from '../types.ts';

const MAX_BLOCKS = 20;
const MAX_SECTION = 2800;
const MAX_JSON = 10_000;
const MAX_PLAIN = 1500;

type Text = { type: 'mrkdwn'; text: string; verbatim: true };
type Block = { type: 'section'; text: Text } | { type: 'context'; elements: Text[] };

/** The message as a call to the webhook. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingRequest {
  const message = messageOf(notice, context, 'Slack');
  return {
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: context.plain ? plainBody(message) : richBody(notice, message),
  };
}

function plainBody({ titles, footer }: Message): string {
  return JSON.stringify({ text: clip([...titles, ...footer].map(escapeText).join('\n'), MAX_PLAIN) });
}

/** Shows fewer members until the whole fits: Slack refuses a message that is too long altogether. */
function richBody(notice: Notice, message: Message): string {
  for (let shown = message.members.length; ; shown--) {
    const body = JSON.stringify(bodyOf(notice, message, Math.max(0, shown)));
    if (body.length <= MAX_JSON || shown <= 0) return body.length <= MAX_JSON ? body : plainBody(message);
  }
}

function bodyOf(notice: Notice, message: Message, shown: number) {
  const [first = '', ...rest] = message.titles;
  const blocks: Block[] = [section(`*${escapeText(first)}*`)];
  if (rest.length > 0) blocks.push(section(rest.map(escapeText).join('\n')));
  const members = message.members.slice(0, shown);
  for (const { headline, figures } of members) {
    // An end may have no figures, and Slack refuses a section without text.
    const text = [headline, figures].filter((part) => part !== null && part !== '').join('\n');
    if (text !== '') blocks.push(section(escapeText(text)));
  }
  const more = notice.memberCount - members.length;
  if (more > 0 && notice.memberCount > 1) blocks.push(section(`… +${more} more`));
  const notes = message.footer.map(escapeText);
  if (message.link !== undefined) notes.push(`<${escapeText(message.link)}|Open in chipdesk>`);
  if (message.snooze !== undefined) notes.push(`<${escapeText(message.snooze)}|Silence this for a while>`);
  blocks.push({ type: 'context', elements: [mrkdwn(notes.join('\n'))] });
  // A notification shows this text alone.
  const text = clip([leadOf(notice, message), ...rest].map(escapeText).join('\n'), MAX_SECTION);
  return { text, blocks: blocks.slice(0, MAX_BLOCKS), unfurl_links: false, unfurl_media: false };
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
  return `${clipText(text, limit)
    .slice(0, -1)
    .replace(/&[a-z]{0,4}$/, '')}…`;
}
