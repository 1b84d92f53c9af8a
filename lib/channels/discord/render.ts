import type { Notice } from '#lib/alerts/notice.ts';
import type { Secret } from '#lib/domain/secret.ts';
import { clip, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingRequest, RenderContext } from '../types.ts';

/** Discord's limits are 2,000, 256, 4,096 and 6,000 over all; ours keep clear of them. */
const MAX_CONTENT = 1900;
const MAX_TITLE = 250;
const MAX_DESCRIPTION = 3500;
const MAX_FOOTER = 1500;

/** Amber while it fires, grey when it is over: the words say it as well. */
const COLOURS = {
  firing: 0xb45309,
  reminder: 0xb45309,
  flapping: 0xb45309,
  resolved: 0x6b7280,
  test: 0x2563eb,
  digest: 0x2563eb,
};

/** Nobody is mentioned by anything in a message, whatever it says. */
const NOBODY = { parse: [] };

/** The message as a call to the webhook. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingRequest {
  const message = messageOf(notice, context, 'Discord');
  const body = context.plain ? plainBody(notice, message) : richBody(notice, message);
  return {
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

function plainBody(notice: Notice, message: Message) {
  const [, ...rest] = message.titles;
  const text = [leadOf(notice, message), ...rest, ...message.footer].map(escapeText).join('\n');
  return { content: clip(text, MAX_CONTENT), allowed_mentions: NOBODY };
}

function richBody(notice: Notice, message: Message) {
  const [first = '', ...rest] = message.titles;
  const { footer, link, snooze } = message;
  const way = snooze === undefined ? [] : [`[Silence this for a while](${snooze})`];
  return {
    // A notification shows this text alone.
    content: clip(escapeText(leadOf(notice, message)), MAX_CONTENT),
    embeds: [
      {
        title: clip(escapeText(first), MAX_TITLE),
        description: clip(
          [...rest.map(escapeText), ...told(notice, message), ...way].join('\n\n'),
          MAX_DESCRIPTION,
        ),
        color: COLOURS[notice.kind],
        footer: { text: clip(footer.join('\n'), MAX_FOOTER) },
        ...(link === undefined ? {} : { url: link }),
      },
    ],
    allowed_mentions: NOBODY,
  };
}

/** As many members as fit, and how many are left out. */
function told(notice: Notice, { members }: Message): string[] {
  const texts: string[] = [];
  let room = MAX_DESCRIPTION / 2;
  for (const { headline, figures } of members) {
    const text = [headline, figures].flatMap((part) => (part === null ? [] : escapeText(part))).join('\n');
    room -= text.length;
    if (room < 0) break;
    texts.push(text);
  }
  const more = notice.memberCount - texts.length;
  return more > 0 && notice.memberCount > 1 ? [...texts, `… +${more} more`] : texts;
}

/** Discord's Markdown, links and mentions: what a person wrote stays as it was written. */
function escapeText(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()<@]/g, '\\$&');
}
