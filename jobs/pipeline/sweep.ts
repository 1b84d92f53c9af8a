import { announce, receiversOf } from '#db/alerting/announce.ts';
import { bindRule } from '#db/alerting/bind-rules.ts';
import { divertStranded } from '#db/alerting/divert.ts';
import { type Db, writeTransaction } from '#db/client.ts';
import { enabledChannels } from '#db/queries/channels.ts';
import { countEpisodes, flappingAlerts, saveFlap } from '#db/queries/flapping.ts';
import { readMeta } from '#db/queries/meta.ts';
import { listEnabledRules, type StoredRule } from '#db/queries/rules.ts';
import { activeSilences, closeSilence, endedSilences, silencedEvents } from '#db/queries/silences.ts';
import {
  blindRegions,
  firingAlertIds,
  isTold,
  readLane,
  readTold,
  type ToldAlert,
} from '#db/queries/told-alerts.ts';
import { flapDue } from '#lib/alerts/flapping.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { News } from '#lib/alerts/notice.ts';
import { isReminderDue } from '#lib/alerts/reminder.ts';
import { labelsWithRule, silenceOf } from '#lib/alerts/silence.ts';
import { formatAge } from '#lib/domain/time.ts';

/** Messages queued by what time alone has made due. */
export type Swept = { reminders: number; silenceEnds: number; settled: number; diverted: number };

/** What no look brings about: silences end, reminders fall due, what came and went has settled, a channel is broken. Product time. */
export function sweepAlerts(db: Db, now: number): Swept {
  return writeTransaction(db, () => ({
    silenceEnds: endSilences(db, now),
    settled: settleFlapping(db, now),
    reminders: remind(db, now),
    diverted: divertStranded(db),
  }));
}

/** What began under a silence that is over, and still fires, is told now; what was told before it is not told again. */
function endSilences(db: Db, now: number): number {
  let queued = 0;
  for (const silence of endedSilences(db, now)) {
    for (const { alertId } of silencedEvents(db, silence.id)) {
      const told = readTold(db, alertId, 'firing');
      if (told === undefined) continue;
      const note = `was silenced by ${silence.author}: ${silence.comment}`;
      queued += tell(db, told, 'firing', now, note);
    }
    closeSilence(db, silence.id, now);
  }
  return queued;
}

/** Sums up what comes and goes, and says how it stands once it has been quiet. */
function settleFlapping(db: Db, now: number): number {
  let queued = 0;
  for (const { alertId, since, toldAt, lastEventAt } of flappingAlerts(db)) {
    const episodes = countEpisodes(db, alertId, toldAt ?? since ?? now);
    const due = flapDue({ since, toldAt }, { lastEventAt, episodesSinceTold: episodes, now });
    if (due === 'nothing') continue;
    const fired = readTold(db, alertId, 'firing');
    if (fired === undefined) continue;
    if (due === 'summary') {
      saveFlap(db, alertId, { since, toldAt: now });
      queued += tell(
        db,
        fired,
        'flapping',
        now,
        `began ${times(episodes)} more in ${formatAge(now - (toldAt ?? now))}`,
      );
      continue;
    }
    saveFlap(db, alertId, { since: null, toldAt: null });
    const count = countEpisodes(db, alertId, since ?? now);
    const note = `has settled: began ${times(count)} more since it was said to come and go`;
    queued += tellSettled(db, fired, now, note);
  }
  return queued;
}

function tellSettled(db: Db, fired: ToldAlert, now: number, note: string): number {
  const { id, state } = fired.alert;
  const ended = state.phase === 'ok' ? readTold(db, id, 'resolved') : undefined;
  if (ended === undefined) return tell(db, fired, 'reminder', now, note);
  // Where its rule was changed or taken away, that was told at once.
  return isTold(db, ended.eventId) ? 0 : tell(db, ended, 'resolved', now, note);
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

/** One reminder a rule and channel, as long as something of the rule fires and nothing waits to be told. */
function remind(db: Db, now: number): number {
  const silences = activeSilences(db, now);
  const blind = blindRegions(db);
  // A trouble of the desk itself has a source: that it goes on is what is to be told.
  const isBlind = ({ region, source }: Labels) =>
    source === undefined && (blind.has('global') || (region !== undefined && blind.has(region)));
  let queued = 0;
  for (const rule of listEnabledRules(db)) {
    if (rule.repeatMs === 0) continue;
    const isDue = (channel: string) => isReminderDue(readLane(db, laneOf(channel, rule)), rule.repeatMs, now);
    // Cheaper than to read what fires, every minute.
    if (!(rule.channels.length > 0 ? rule.channels : enabledChannels(db)).some(isDue)) continue;
    const firing = firingAlertIds(db, rule.id)
      .flatMap((id) => readTold(db, id, 'firing') ?? [])
      .filter(({ alert }) => !isBlind(alert.labels))
      .filter(({ alert }) => silenceOf(silences, labelsWithRule(alert.labels, rule), now) === undefined);
    for (const [channel, own] of byReceiver(db, rule, firing)) {
      if (!isDue(channel)) continue;
      const since = Math.min(...own.map(({ alert }) => alert.state.firingAt ?? now));
      queued += tellAll(db, { ...rule, channels: [channel] }, own, 'reminder', now, {
        note: `fires for ${formatAge(now - since)}; told again every ${formatAge(rule.repeatMs)} until it is over`,
        batch: String(readLane(db, laneOf(channel, rule)).lastId),
      });
    }
  }
  return queued;
}

function byReceiver(db: Db, rule: StoredRule, firing: readonly ToldAlert[]): Map<string, ToldAlert[]> {
  const receivers = receiversOf(db, rule);
  const told = new Map<string, ToldAlert[]>();
  for (const item of firing)
    for (const channel of receivers(item.alert.labels))
      told.set(channel, [...(told.get(channel) ?? []), item]);
  return told;
}

const laneOf = (channel: string, { id }: StoredRule) => `${channel}|${id}`;

function tell(db: Db, told: ToldAlert, kind: News['kind'], now: number, note: string): number {
  const batch = kind === 'firing' || kind === 'resolved' ? '' : String(now);
  return tellAll(db, told.rule, [told], kind, now, { note, batch });
}

function tellAll(
  db: Db,
  rule: StoredRule,
  told: readonly ToldAlert[],
  kind: News['kind'],
  now: number,
  { note, batch }: { note: string; batch: string },
): number {
  const bound = bindRule(rule);
  const [first] = told;
  if ('code' in bound || first === undefined) return 0;
  const news = told.map(({ alert, eventId, reason }): News => {
    const { labels, identity, state, memory } = alert;
    return {
      eventId,
      alertId: alert.id,
      identity,
      episode: state.episode,
      kind,
      labels,
      member: {
        facts: memory.latest,
        fired: kind === 'resolved' ? memory.fired : null,
        firingAt: state.firingAt,
        reason: kind === 'resolved' ? reason : null,
      },
    };
  });
  const { id, name, severity, channels } = rule;
  const regions = new Set(told.map(({ alert }) => alert.labels.region ?? ''));
  return announce(db, { id, name, severity, channels, condition: bound.kind.describe(bound.params) }, news, {
    region: regions.size === 1 ? ([...regions][0] ?? null) : null,
    source: bound.kind.source,
    lookedAt: first.alert.state.lastEvalAt,
    createdAt: now,
    simulated: readMeta(db, 'origin') === 'simulated',
    note,
    batch,
  });
}
