import type { EventFacts } from '../measure-facts.ts';
import type { ResolveReason } from '../reasons.ts';
import { CLOSED, instant, type Words } from './shared.ts';

export const eventWords: Words<EventFacts> = {
  start,
  end: (facts, _fired, reason: ResolveReason) =>
    reason === 'told' || reason === 'cleared' || reason === 'moved_back' || reason === 'window_passed'
      ? `${start(facts)} (told)`
      : `${start(facts)}: closed because ${CLOSED[reason]}`,
  figures: (_kind, facts) => detailLine(facts),
  singular: 'event',
  plural: 'events',
  changedAt: (facts) => facts.at,
  key: ({ event, type, region, zoneId, subject, at }) => [event, type, region, zoneId, subject, at].join('|'),
  weight: (facts) => facts.at,
  page: ({ event, type }) => (event.startsWith('quota') ? '/quotas' : type === '' ? '/capacity' : undefined),
};

/** A field of the detail as text; what another version has written differently is said to be not known. */
function text({ detail }: EventFacts, key: string): string {
  const value = detail[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'not known';
}

function start(facts: EventFacts): string {
  const { event, type, region, zoneId, subject } = facts;
  switch (event) {
    case 'type-appeared':
      return `${type} is sold in ${region} for the first time (${zonesOf(facts)})`;
    case 'type-back':
      return `${type} is sold in ${region} again (${zonesOf(facts)})`;
    case 'type-left':
      return `${type} is no longer sold in ${region}`;
    case 'zone-added':
      return `${type} is now sold in ${zoneId}, ${region}`;
    case 'zone-removed':
      return `${type} is no longer sold in ${zoneId}, ${region}`;
    case 'quota-changed':
      return `quota “${text(facts, 'name')}” in ${region} went from ${text(facts, 'from')} to ${text(facts, 'to')} vCPU`;
    case 'quota-request-decided':
      return `request for ${text(facts, 'desired')} vCPU of “${text(facts, 'name')}” in ${region}: ${decision(text(facts, 'status'))}`;
    case 'reservation-starts':
      return `${subject}${typeOf(type)} in ${region} starts at ${when(facts, 'startAt')}`;
    case 'reservation-ends':
      return `${subject}${typeOf(type)} in ${region} ends at ${when(facts, 'endAt')}${terminated(facts)}`;
    case 'reservation-changed':
      return `${subject}${typeOf(type)} in ${region} is now ${text(facts, 'to')}, was ${text(facts, 'from')}`;
    case 'reservation-extended':
      return `${subject}${typeOf(type)} in ${region} now ends at ${when(facts, 'to')}, was ${when(facts, 'from')}`;
    default:
      return `${event} in ${region}`;
  }
}

const typeOf = (type: string) => (type === '' ? '' : ` (${type})`);

function zonesOf({ detail }: EventFacts): string {
  const { zones } = detail;
  return Array.isArray(zones) ? zones.join(', ') : 'zones not known';
}

function decision(status: string): string {
  return status.toLowerCase().replaceAll('_', ' ');
}

function when(facts: EventFacts, key: string): string {
  const at = Date.parse(text(facts, key));
  return Number.isNaN(at) ? 'a time that is not known' : instant(at);
}

function terminated(facts: EventFacts): string {
  const at = Date.parse(text(facts, 'terminatedFrom'));
  return Number.isNaN(at) ? '' : `; AWS begins to terminate its instances at ${instant(at)}`;
}

function detailLine(facts: EventFacts): string {
  const parts = [`at ${instant(facts.at)}`];
  if (facts.event === 'reservation-ends' || facts.event === 'reservation-starts')
    parts.push(`due ${text(facts, 'lead')} before`);
  if (facts.event === 'quota-changed')
    parts.push(facts.detail.applied === true ? 'granted to this account' : 'AWS’s default');
  return parts.join(' · ');
}
