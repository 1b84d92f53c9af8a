import { createHash } from 'node:crypto';
import type { AlertMemory } from '#lib/alerts/facts.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Step } from '#lib/alerts/lifecycle.ts';
import {
  type GroupedNotice,
  groupNews,
  type News,
  type NewsRule,
  type Occasion,
} from '#lib/alerts/notice.ts';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import { channelsByRoute } from '#lib/alerts/route.ts';
import { labelsWithRule, silenceOf } from '#lib/alerts/silence.ts';
import type { Db } from '../client.ts';
import { insertEvent, type StoredAlert, saveAlert } from '../queries/alerts.ts';
import { enabledChannels } from '../queries/channels.ts';
import { enqueueDelivery } from '../queries/deliveries.ts';
import { channelsOfEpisode } from '../queries/outbox.ts';
import { listRoutes } from '../queries/routes.ts';
import { activeSilences, isUntold, noteSilenced } from '../queries/silences.ts';

/** A decided step of one alert, still to be written. */
export type Transition = {
  alert: Omit<StoredAlert, 'id' | 'state' | 'memory'>;
  step: Step;
  memory: AlertMemory;
  /** Why it ended, in the words of the rule's kind; null for other steps. */
  reason: ResolveReason | null;
};

/** Writes a step and, if it is news, its event; inside the caller's transaction. */
export function recordTransition(
  db: Db,
  { alert, step, memory, reason }: Transition,
  at: number,
): News | undefined {
  const alertId = saveAlert(db, { ...alert, state: step.next, memory });
  if (step.event === undefined) return undefined;
  const { kind } = step.event;
  const { episode, firingAt } = step.next;
  const sampleSetId = alert.lastSetId;
  const eventId = insertEvent(db, { alertId, episode, kind, at, sampleSetId, reason, memory });
  if (eventId === undefined) return undefined;
  const fired = kind === 'resolved' ? memory.fired : null;
  return {
    eventId,
    alertId,
    identity: alert.identity,
    episode,
    kind,
    labels: alert.labels,
    member: { facts: memory.latest, fired, firingAt, reason },
  };
}

/**
 * Queues the news of one rule for its channels, or those that the routes give it alert by alert, and its ends for those
 * that heard of the beginning; inside the caller's transaction. Returns the number of deliveries.
 */
export function announce(db: Db, rule: NewsRule, all: readonly News[], occasion: Occasion): number {
  const news = withoutSilenced(db, rule, all, occasion.createdAt);
  const groups = [...newsByChannel(db, rule, news)].flatMap(([channel, own]) =>
    groupNews({ ...rule, channels: [channel] }, own, occasion),
  );
  let queued = 0;
  for (const group of groups) {
    const { channel, notice, eventIds } = group;
    const lane = `${channel}|${rule.id}`;
    if (enqueueDelivery(db, { noticeId: noticeId(group), channel, lane, notice, eventIds })) queued++;
  }
  return queued;
}

/**
 * What is to be told now. A silence keeps beginnings back and notes itself as the reason; the end of what was never told
 * is not told either, and that of what was told always is.
 */
function withoutSilenced(db: Db, rule: NewsRule, news: readonly News[], now: number): News[] {
  const silences = activeSilences(db, now);
  return news.filter((item) => {
    if (item.kind === 'resolved') return !isUntold(db, item.eventId);
    const silence = silenceOf(silences, labelsWithRule(item.labels, rule), now);
    if (silence !== undefined) noteSilenced(db, item.eventId, silence.id);
    return silence === undefined;
  });
}

function newsByChannel(db: Db, rule: NewsRule, news: readonly News[]): Map<string, News[]> {
  const receivers = receiversOf(db, rule);
  const told = new Map<string, News[]>();
  for (const item of news) {
    for (const channel of withHearers(db, rule, item, receivers(item.labels)))
      told.set(channel, [...(told.get(channel) ?? []), item]);
  }
  return told;
}

/**
 * Whom a rule tells of an alert. Where no route takes it, which the configuration refuses but for rules of a page that
 * outlive their routes, everybody is told: an alert that nobody hears of is worse than one too many.
 */
export function receiversOf(
  db: Db,
  { channels, severity }: Pick<NewsRule, 'channels' | 'severity'>,
): (labels: Labels) => readonly string[] {
  if (channels.length > 0) return () => channels;
  const routes = listRoutes(db);
  return (labels) => {
    const routed = channelsByRoute(routes, labels, severity);
    return routed.length > 0 ? routed : enabledChannels(db);
  };
}

/** An end is told to those that heard of the beginning: besides the channels that a rule names, instead of a route's. */
function withHearers(db: Db, rule: NewsRule, item: News, receivers: readonly string[]): readonly string[] {
  if (item.kind !== 'resolved') return receivers;
  const heard = channelsOfEpisode(db, item.eventId);
  const isRouted = rule.channels.length === 0;
  return isRouted && heard.length > 0 ? heard : [...new Set([...receivers, ...heard])];
}

/** The same news for the same channel has the same id, whatever runs twice. */
function noticeId({ channel, rule, notice, subjects, batch }: GroupedNotice): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, rule.id, notice.kind, subjects, ...(batch === '' ? [] : [batch])]))
    .digest('hex');
}
