import { identityOf, type Labels } from '#lib/alerts/identity.ts';
import type { Member, Notice, Severity } from '#lib/alerts/notice.ts';
import { figures, headline, summary } from '#lib/alerts/wording.ts';
import { Secret } from '#lib/domain/secret.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { linkOf } from '../message.ts';
import type { Episode, OutgoingRequest, RenderContext } from '../types.ts';

/** We speak only when something changes: without an end far ahead Alertmanager would end an alert after five minutes. */
const FIRING_FOR_MS = 30 * DAY;
const TEST_FOR_MS = 5 * MINUTE;

type Alert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL?: string;
};

/** One alert for each episode told of, with what is known of it last. */
export function render(notice: Notice, base: Secret, context: RenderContext): OutgoingRequest {
  const url = `${base.reveal().replace(/\/+$/, '')}/api/v2/alerts`;
  const alerts = notice.kind === 'test' ? [testOf(notice, context)] : alertsOf(notice, context);
  return {
    method: 'POST',
    url: new Secret(url),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(context.plain ? alerts.map(bare) : alerts),
  };
}

function alertsOf(notice: Notice, context: RenderContext): Alert[] {
  const newest = new Map<string, Alert>();
  for (const episode of context.episodes ?? []) {
    const alert = alertOf(notice, episode, context);
    newest.set(identityOf(alert.labels), alert);
  }
  return [...newest.values()];
}

function alertOf(notice: Notice, episode: Episode, context: RenderContext): Alert {
  const { kind, at, member, begun } = episode;
  const told: Notice = { ...notice, kind, memberCount: 1, members: [member] };
  const startsAt = Math.min(member.firingAt ?? at, at);
  const link = linkOf(told, context);
  return {
    // With the severity it was announced with: labels are what tells alerts apart, and the rule may have changed since.
    labels: labelsOf(notice, episode.labels, begun?.severity ?? notice.severity),
    annotations: annotationsOf(told, member, episode.noticeId),
    startsAt: iso(startsAt),
    endsAt: iso(kind === 'resolved' ? at : context.now + FIRING_FOR_MS),
    ...(link === undefined ? {} : { generatorURL: link }),
  };
}

function labelsOf(notice: Notice, identity: Labels, severity: Severity): Record<string, string> {
  const { zoneId, source: ofDesk, ...others } = identity;
  return {
    ...others,
    ...(ofDesk === undefined ? {} : { desk_source: ofDesk }),
    ...(zoneId === undefined ? {} : { zone: zoneId }),
    alertname: notice.ruleName,
    severity,
    source: 'chipdesk',
    ...(notice.simulated ? { market: 'simulated' } : {}),
  };
}

function annotationsOf(notice: Notice, member: Member, noticeId: string): Record<string, string> {
  return {
    summary: headline(notice, member),
    description: `${figures(notice, member)}\n${notice.condition}`,
    notice: noticeId.slice(0, 8),
  };
}

function testOf(notice: Notice, { now, noticeId }: RenderContext): Alert {
  return {
    labels: { ...labelsOf(notice, {}, notice.severity), test: 'true' },
    annotations: { summary: summary(notice), notice: noticeId.slice(0, 8) },
    startsAt: iso(notice.createdAt),
    endsAt: iso(now + TEST_FOR_MS),
  };
}

/** What an Alertmanager cannot refuse but for its labels. */
function bare({ labels, annotations: { summary: text = '' }, startsAt, endsAt }: Alert): Alert {
  return { labels, annotations: { summary: text }, startsAt, endsAt };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
