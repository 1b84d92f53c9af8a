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
    text: digest === undefined ? textOf(message, hidden) : digestText(digest, message),
    html: digest === undefined ? htmlOf(message, hidden) : digestHtml(digest, message),
    ...illustratedOf(digest, message, id),
    messageId: id,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** The page of a digest with its pictures, each drawn, and named after the mail so that no two are taken for one. */
function illustratedOf(
  digest: DigestDocument | undefined,
  message: Message,
  id: string,
): Pick<OutgoingMail, 'illustrated'> {
  const all = digest?.sections.flatMap(({ pictures }) => pictures?.shown ?? []) ?? [];
  if (digest === undefined || all.length === 0) return {};
  const cidOf = (picture: DigestPicture) => `${id}.${all.indexOf(picture)}@pictures`;
  const pictures = all.map((picture) => ({ cid: cidOf(picture), svg: pictureSvg(picture) }));
  return { illustrated: { html: digestHtml(digest, message, cidOf), pictures } };
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
