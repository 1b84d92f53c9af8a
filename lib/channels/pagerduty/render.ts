import type { Notice, Severity } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { clip, leadOf, type Message, messageOf } from '../message.ts';
import type { OutgoingRequest, RenderContext } from '../types.ts';

/** PagerDuty cuts a summary at 1,024 characters and refuses an event above 512 KB. */
const MAX_SUMMARY = 1000;
const MAX_TEXT = 2000;

const SEVERITY: Record<Severity, string> = { info: 'info', normal: 'warning', critical: 'critical' };

type Event = { dedupKey: string; action: 'trigger' | 'resolve'; payload?: object };

/**
 * A firing notice opens an incident under the notice's own id. Its members end one by one, in notices of other make-up:
 * the incident is closed with the end of the last of them. An end that leaves others of its incident makes no call.
 */
export function render(notice: Notice, key: Secret, context: RenderContext): OutgoingRequest[] {
  return eventsOf(notice, context).map((event) => callOf(event, key, context));
}

function eventsOf(notice: Notice, context: RenderContext): Event[] {
  const own = dedupKey(context.noticeId);
  const trigger: Event = { dedupKey: own, action: 'trigger', payload: payloadOf(notice, context) };
  if (notice.kind === 'firing' || notice.kind === 'flapping') return [trigger];
  // A test leaves nothing open.
  if (notice.kind === 'test') return [trigger, { dedupKey: own, action: 'resolve' }];
  const ended = (context.episodes ?? []).flatMap(({ begun }) =>
    begun === null || begun.open > 0 ? [] : [begun.noticeId],
  );
  return [...new Set(ended)].map((noticeId) => ({ dedupKey: dedupKey(noticeId), action: 'resolve' }));
}

function dedupKey(noticeId: string): string {
  return `chipdesk/${noticeId}`;
}

function payloadOf(notice: Notice, context: RenderContext): object {
  const message = messageOf(notice, context, 'PagerDuty');
  const { region, severity, createdAt, ruleName } = notice;
  const payload = {
    summary: clip(leadOf(notice, message), MAX_SUMMARY),
    source: 'chipdesk',
    severity: SEVERITY[severity],
    timestamp: new Date(createdAt).toISOString(),
  };
  if (context.plain) return { payload };
  const links = [
    ...(message.link === undefined ? [] : [{ href: message.link, text: 'Open in chipdesk' }]),
    ...(message.snooze === undefined ? [] : [{ href: message.snooze, text: 'Silence this for a while' }]),
  ];
  return {
    payload: {
      ...payload,
      component: clip(notice.members[0]?.facts.type ?? 'accelerators', MAX_SUMMARY),
      ...(region === null ? {} : { group: region }),
      class: clip(ruleName, MAX_SUMMARY),
      custom_details: detailsOf(notice, message),
    },
    client: 'chipdesk',
    links,
  };
}

function detailsOf(notice: Notice, message: Message): object {
  const { members, footer } = message;
  const more = notice.memberCount - members.length;
  return {
    rule: clip(notice.ruleName, MAX_TEXT),
    condition: clip(notice.condition, MAX_TEXT),
    figures: members.map(({ headline, figures }) =>
      clip([headline, figures].filter((text) => text !== null).join('\n'), MAX_TEXT),
    ),
    ...(more > 0 && notice.memberCount > 1 ? { more: `+${more} more` } : {}),
    notes: footer.map((line) => clip(line, MAX_TEXT)),
  };
}

function callOf({ dedupKey, action, payload }: Event, key: Secret, context: RenderContext): OutgoingRequest {
  const body = { routing_key: key.reveal(), event_action: action, dedup_key: dedupKey, ...payload };
  return {
    method: 'POST',
    url: new Secret(String(context.options?.eventsUrl)),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    part: `${action} ${dedupKey}`,
  };
}
