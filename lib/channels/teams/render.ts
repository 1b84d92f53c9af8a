import type { Notice } from '#lib/alerts/notice.ts';
import type { Secret } from '#lib/domain/secret.ts';
import { clip, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingRequest, RenderContext } from '../types.ts';

/** Teams refuses a message above 28 KB; ours stay well below. */
const MAX_LINE = 1000;
const MAX_JSON = 16_000;

type Run = { type: 'TextRun'; text: string; weight?: 'Bolder'; isSubtle?: true };
type Item = { type: 'RichTextBlock'; inlines: Run[] };

/** The message as a call to the workflow: an Adaptive Card. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingRequest {
  const message = messageOf(notice, context, 'Teams');
  return {
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: context.plain ? cardOf(notice, message, 0) : fitting(notice, message),
  };
}

function fitting(notice: Notice, message: Message): string {
  for (let shown = message.members.length; ; shown--) {
    const body = cardOf(notice, message, Math.max(0, shown));
    if (body.length <= MAX_JSON || shown <= 0) return body;
  }
}

function cardOf(notice: Notice, message: Message, shown: number): string {
  const [first = '', ...rest] = message.titles;
  const lead = leadOf(notice, message);
  const members = message.members
    .slice(0, shown)
    .flatMap(({ headline, figures }) => [headline, figures].filter((text) => text !== null));
  const more = notice.memberCount > 1 ? notice.memberCount - Math.min(shown, message.members.length) : 0;
  const body: Item[] = [
    line(first, { weight: 'Bolder' }),
    ...rest.map((text) => line(text)),
    ...members.flatMap((text) => text.split('\n')).map((text) => line(text)),
    ...(more > 0 ? [line(`… +${more} more`)] : []),
    ...message.footer.map((text) => line(text, { isSubtle: true })),
  ];
  const { link, snooze } = message;
  const opens = [
    ...(link === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Open in chipdesk', url: link }]),
    ...(snooze === undefined
      ? []
      : [{ type: 'Action.OpenUrl', title: 'Silence this for a while', url: snooze }]),
  ];
  const actions = opens.length === 0 ? {} : { actions: opens };
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: clip(lead, MAX_LINE),
    body,
    ...actions,
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return JSON.stringify({ type: 'message', summary: clip(lead, MAX_LINE), attachments: [attachment] });
}

/** Runs of text know no Markdown: nothing that a person wrote can become a link or a mention. */
function line(text: string, look: Partial<Run> = {}): Item {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: clip(text, MAX_LINE), ...look }] };
}
