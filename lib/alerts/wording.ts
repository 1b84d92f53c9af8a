import { formatUsd, perUnit } from '#lib/domain/money.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { DAY, formatAge, HOUR, MINUTE } from '#lib/domain/time.ts';
import type { AlertMemory, Condition, Facts } from './facts.ts';
import type { Phase } from './lifecycle.ts';
import type { Member, Notice, ResolveReason } from './notice.ts';

/** A whole notice in one line: its most telling pool, and how many more. */
export function summary(notice: Notice): string {
  if (notice.kind === 'test') return `Test message of the rule “${notice.ruleName}”: this channel works`;
  const [most] = notice.members;
  if (most === undefined) return `${notice.memberCount} alerts of “${notice.ruleName}”: ${notice.kind}`;
  const line = headline(notice, most);
  const others = notice.memberCount - 1;
  if (others === 0) return line;
  return `${line}, and ${others} more ${others === 1 ? 'pool' : 'pools'}${notice.region === null ? '' : ` in ${notice.region}`}`;
}

/** An alert as it is stored, and the news of its end. */
type StoredAlert = {
  phase: Phase;
  memory: AlertMemory | undefined;
  labels: Readonly<Record<string, string>>;
  since: number | null;
};
type StoredEnd = { memory: AlertMemory | undefined; reason: ResolveReason | null };

/** An alert in the words of its messages: what fired it, or how it ended. */
export function alertHeadline({ phase, memory, labels, since }: StoredAlert, end?: StoredEnd): string {
  if (memory === undefined) return Object.values(labels).join(', ');
  if (phase !== 'ok') return startHeadline(memory.fired ?? memory.latest);
  const facts = end?.memory?.latest ?? memory.latest;
  return endHeadline({ facts, fired: memory.fired, firingAt: since, reason: end?.reason ?? null });
}

/** One line that says what happened, where and by how much. */
export function headline(notice: Pick<Notice, 'kind'>, member: Member): string {
  return notice.kind === 'resolved' ? endHeadline(member) : startHeadline(member.facts);
}

function startHeadline(facts: Facts): string {
  const where = placeOf(facts);
  const now = `${roundUsd(facts.priceMicro)}/h${perChip(facts)}`;
  if (facts.condition === 'rise' || facts.condition === 'fall') {
    const verb = facts.condition === 'rise' ? 'rose' : 'fell';
    return `${where} ${verb} ${percentOf(facts.change)} in ${windowOf(facts.windowMs)} to ${now}`;
  }
  const verb = facts.condition === 'above' ? 'went up to or over' : 'went below';
  // Rounded, a price just under its limit would read as the limit itself.
  const exact = `${exactUsd(facts.priceMicro)}/h${perChip(facts)}`;
  return `${where} ${verb} ${exactUsd(facts.limitMicro)}/h: now ${exact}`;
}

function endHeadline({ facts, fired, reason }: Member): string {
  const what = PAST[facts.condition];
  const began = fired ?? facts;
  const size =
    began.limitMicro === null ? ` of ${percentOf(began.change)}` : ` ${exactUsd(began.limitMicro)}/h`;
  return `${placeOf(facts)}: ${endWords(reason ?? 'cleared', `${what}${size}`, facts)}`;
}

const PAST: Record<Condition, string> = {
  rise: 'the rise',
  fall: 'the fall',
  above: 'the step over',
  below: 'the step below',
};

function endWords(reason: ResolveReason, what: string, facts: Facts): string {
  const now =
    facts.priceMicro === null
      ? 'price not known now'
      : `now ${roundUsd(facts.priceMicro)}/h${perChip(facts)}`;
  switch (reason) {
    case 'moved_back':
      return `moved back, ${what} is over, ${now}`;
    case 'window_passed':
      return `the price has stayed, ${what} is more than ${windowOf(facts.windowMs)} old, ${now}`;
    case 'cleared':
      return `${what} no longer holds, ${now}`;
    default:
      return `alert on ${what} closed because ${CLOSED[reason]}, the price may not have recovered`;
  }
}

const CLOSED: Record<Exclude<ResolveReason, 'moved_back' | 'window_passed' | 'cleared'>, string> = {
  rule_changed: 'the rule was changed',
  rule_disabled: 'the rule was switched off or removed',
  rule_deleted: 'the rule was deleted',
  target_removed: 'it is no longer watched',
  offer_start_passed: 'the start of the offer has passed',
};

/** Was, now and since: the figures behind the headline, exactly as AWS gave them. */
export function figures(notice: Notice, { facts, fired, firingAt }: Member): string {
  const now = `now ${exactUsd(facts.priceMicro)}/h`;
  const since = facts.changedAt === null ? '' : ` since ${instant(facts.changedAt)}`;
  if (notice.kind === 'resolved') {
    const peak = fired === null ? '' : `was ${exactUsd(fired.priceMicro)}/h when it fired · `;
    const began = firingAt === null ? '' : ` · firing from ${instant(firingAt)}`;
    return `${peak}${now}${since}${began}`;
  }
  return `was ${exactUsd(facts.previousMicro)}/h ${windowOf(facts.windowMs)} before · ${now}${since}`;
}

/** Where the numbers come from and how old the newest of them is. */
export function sourceLine(notice: Notice, now: number): string {
  const changed = notice.members.map((member) => member.facts.changedAt).filter((at) => at !== null);
  const newest = changed.length === 0 ? notice.lookedAt : Math.max(...changed);
  const what = changed.length === 0 ? 'looked at' : 'changed';
  return `${notice.source}, ${what} ${formatAge(now - newest)} ago`;
}

/** The page behind a notice, at the regions it is about when it is about one type. */
export function pageOf(notice: Notice): string | undefined {
  const types = new Set(notice.members.map((member) => member.facts.type));
  const [type] = types;
  if (type === undefined) return undefined;
  if (types.size > 1) return '/alerts';
  const regions = [...new Set(notice.members.map((member) => member.facts.region))];
  return `/types/${encodeURIComponent(type)}?region=${regions.map(encodeURIComponent).join(',')}`;
}

function placeOf({ type, region, zoneId, product }: Facts): string {
  const note = product === DEFAULT_PRODUCT ? '' : `, ${product}`;
  return `${type} in ${region} (${zoneId}${note})`;
}

function perChip({ priceMicro, chip }: Facts): string {
  if (priceMicro === null || chip === null || chip.count === 1) return '';
  const each = perUnit(priceMicro, chip.count);
  return each === null ? '' : ` (${roundUsd(each)} per ${chip.name}-hour)`;
}

function percentOf(change: number | null): string {
  return change === null ? 'an unknown share' : `${(Math.abs(change) * 100).toFixed(1)} %`;
}

function windowOf(ms: number): string {
  if (ms % DAY === 0 && ms > 2 * DAY) return `${ms / DAY} d`;
  if (ms % HOUR === 0) return `${ms / HOUR} h`;
  return `${ms / MINUTE} min`;
}

/** To a cent from a dollar on, to four digits below: for reading. */
function roundUsd(micro: number | null): string {
  if (micro === null) return 'an unknown price';
  const step = micro >= 1_000_000 ? 10_000 : 100;
  return `$${formatUsd(Math.round(micro / step) * step, 2)}`;
}

function exactUsd(micro: number | null): string {
  return micro === null ? 'an unknown price' : `$${formatUsd(micro, 2)}`;
}

/** 2026-11-22 14:02 UTC */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
