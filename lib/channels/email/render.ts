import type { Notice } from '#lib/alerts/notice.ts';
import type { DigestDocument, DigestPicture } from '#lib/digest/document.ts';
import { pictureSvg } from '#lib/digest/pictures.ts';
import type { Secret } from '#lib/domain/secret.ts';
import { clip, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingMail, RenderContext } from '../types.ts';
import { digestHtml, digestText } from './digest.ts';
import { htmlOf } from './html.ts';
import { messageId } from './message-id.ts';

/** Mail programs show a part of this; headers must not grow without end. */
const MAX_SUBJECT = 200;

/** The message as a mail: a subject that alone tells it, all of it as text, and the same as a small page. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingMail {
  const message = printable(messageOf(notice, context, 'the mail server'));
  const { digest } = notice;
  const hidden = notice.memberCount > 1 ? notice.memberCount - message.members.length : 0;
  const id = messageId(context.noticeId, address.reveal(), context.later);
  return {
    transport: 'smtp',
    to: address,
    subject: clip(oneLine(leadOf(notice, message)), MAX_SUBJECT),
    ...(digest === undefined
      ? { text: textOf(message, hidden), html: htmlOf(message, hidden) }
      : issueOf(digest, message, id, context.unsubscribeUrl)),
    messageId: id,
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(context.unsubscribeUrl) },
  };
}

/**
 * An issue of a digest. Its pictures are named after the mail, so that no two are taken for one; without any, or where
 * they cannot be made, it leaves as it is without them.
 */
function issueOf(
  digest: DigestDocument,
  message: Message,
  id: string,
  unsubscribe: string | undefined,
): Pick<OutgoingMail, 'text' | 'html' | 'illustrated' | 'list'> {
  const all = digest.sections.flatMap(({ pictures }) => pictures?.shown ?? []);
  const cidOf = (picture: DigestPicture) => `${id}.${all.indexOf(picture)}@pictures`;
  const pictures = all.map((picture) => ({ cid: cidOf(picture), svg: pictureSvg(picture) }));
  const links = { link: message.link, unsubscribe };
  const illustrated = { html: digestHtml(digest, message, { ...links, cidOf }), pictures };
  return {
    text: digestText(digest, message, links),
    html: digestHtml(digest, message, links),
    ...(all.length === 0 ? {} : { illustrated }),
    list: listLabel(digest.name),
  };
}

/** RFC 8058: a mail program offers a button of its own, which works where it may send its request over TLS. */
function unsubscribeHeaders(url: string | undefined): Record<string, string> {
  if (url === undefined) return {};
  const oneClick = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return { 'List-Unsubscribe': `<${url}>`, ...(url.startsWith('https:') ? oneClick : {}) };
}

/** The name of a digest as a part of a domain: what a filter of a mailbox goes by. */
function listLabel(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain === '' ? 'digest' : plain}.digests`;
}

function textOf({ titles, members, footer, link, snooze }: Message, hidden: number): string {
  const told = members.map(({ headline, figures }) =>
    headline === null ? figures : `${headline}\n${figures}`,
  );
  if (hidden > 0) told.push(`… +${hidden} more`);
  const links = [
    ...(link === undefined ? [] : [`Open in chipdesk: ${link}`]),
    ...(snooze === undefined ? [] : [`Silence this for a while: ${snooze}`]),
  ];
  const parts = [titles.join('\n'), ...told, ...links];
  // What follows "-- " is the small print, which mail programs set apart.
  return `${[...parts, `-- \n${footer.join('\n')}`].join('\n\n')}\n`;
}

function printable(message: Message): Message {
  return {
    titles: message.titles.map(oneLine),
    members: message.members.map(({ headline, figures }) => ({
      headline: headline === null ? null : oneLine(headline),
      figures: figures.split('\n').map(oneLine).join('\n'),
    })),
    footer: message.footer.map(oneLine),
    link: message.link,
    snooze: message.snooze,
  };
}

/** No line ends, control characters or marks that turn the direction of text: one line stays one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
