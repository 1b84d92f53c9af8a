import { extraLines, type NoticeExtras, type Offer } from '#lib/alerts/extras.ts';
import type { Notice } from '#lib/alerts/notice.ts';
import { figures, headline, sourceLine, summary } from '#lib/alerts/wording.ts';
import { formatUsd } from '#lib/domain/money.ts';
import { Secret } from '#lib/domain/secret.ts';
import { SECOND } from '#lib/domain/time.ts';
import { clip, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingRequest, RenderContext } from '../types.ts';

/** Raised when a receiver written for the last one would misread the body; a new field does not raise it. */
const VERSION = 1;
const MAX_PLAIN = 1500;

/** The notice as a signed call; docs/webhook.md describes the body. */
export function render(notice: Notice, address: Secret, context: RenderContext): OutgoingRequest {
  const secret = context.options?.secret;
  if (!(secret instanceof Secret)) throw new Error('a webhook without its secret');
  const message = messageOf(notice, context, 'the receiver');
  const head = headOf(notice, message, context);
  const body = context.plain
    ? { ...head, text: clip(head.text, MAX_PLAIN) }
    : { ...head, ...told(notice, message, context) };
  return {
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/json; charset=utf-8', 'chipdesk-notice': context.noticeId },
    body: JSON.stringify(body),
    sign: { secret },
  };
}

function headOf(notice: Notice, message: Message, context: RenderContext) {
  const { ruleName: name, severity, condition } = notice;
  return {
    version: VERSION,
    noticeId: context.noticeId,
    kind: notice.kind,
    rule: { name, severity, condition },
    text: leadOf(notice, message),
    lookedAt: iso(notice.lookedAt),
    createdAt: iso(notice.createdAt),
    simulated: notice.simulated,
    mayRepeat: context.ambiguous,
  };
}

function told(notice: Notice, message: Message, context: RenderContext) {
  return {
    titles: message.titles,
    memberCount: notice.memberCount,
    members: membersOf(notice),
    later: context.later.map((later) => ({
      kind: later.kind,
      text: summary(later),
      memberCount: later.memberCount,
      members: membersOf(later),
      createdAt: iso(later.createdAt),
    })),
    source: sourceLine(notice, context.now),
    delaySeconds: Math.round(context.delay.ms / SECOND),
    link: message.link ?? null,
    snoozeLink: message.snooze ?? null,
    note: notice.note ?? null,
    digest: notice.digest ?? null,
    extras: context.extras === undefined ? null : extrasOf(context.extras, context.now),
  };
}

function extrasOf(extras: NoticeExtras, now: number) {
  const { sameType, otherType } = extras;
  const offer = ({ type, region, zoneId, priceMicro, perAccelerator, confirmedAt }: Offer) => ({
    ...{ type, region, zoneId },
    usdPerHour: formatUsd(priceMicro),
    usdPerAcceleratorHour: perAccelerator === null ? null : formatUsd(perAccelerator),
    confirmedAt: iso(confirmedAt),
  });
  return {
    lines: extraLines(extras, now),
    alternatives: [...sameType, ...(otherType === null ? [] : [otherType.offer])].map(offer),
  };
}

function membersOf(notice: Notice) {
  return notice.members.map((member) => ({
    headline: headline(notice, member),
    figures: figures(notice, member).split('\n'),
    facts: member.facts,
    fired: member.fired,
    reason: member.reason,
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
