import { buyCommands } from '#lib/capacity/cli.ts';
import { formatUsd } from '#lib/domain/money.ts';
import { formatAge, HOUR } from '#lib/domain/time.ts';
import type { BlockFacts } from '../facts.ts';
import type { ResolveReason } from '../reasons.ts';
import { CLOSED, instant, type NoticeKind, roundUsd, type Words } from './shared.ts';

type Best = NonNullable<BlockFacts['best']>;

export const blockOfferWords: Words<BlockFacts> = {
  start,
  holds: ({ best }) => best !== null,
  end,
  figures,
  singular: 'region',
  plural: 'regions',
  changedAt: (facts) => facts.best?.firstSeenAt ?? null,
  key: ({ type, region, count, durationHours }) => [type, region, count, durationHours].join('|'),
  // The cheapest first: a price that is not known is no reason to lead.
  weight: ({ best }) => -(best?.perAcceleratorHour ?? Number.MAX_SAFE_INTEGER),
  page: ({ type, region, count, durationHours }) =>
    `/capacity?${new URLSearchParams({ type, count: String(count), duration: daysText(durationHours), region })}`,
};

function start(facts: BlockFacts, isLater = false): string {
  const { best } = facts;
  if (best === null) return `${whatOf(facts)} is on offer`;
  const where = `${facts.region} (${best.zoneId})`;
  return `${sizeOf(facts)} on offer in ${where} ${startOf(best, facts, isLater)}: ${feeOf(best)}${eachOf(facts, best)}`;
}

function end(facts: BlockFacts, fired: BlockFacts | null, reason: ResolveReason): string {
  const was =
    fired === null || fired.best === null
      ? ''
      : `, was ${feeOf(fired.best)}${eachOf(fired, fired.best)} from ${instant(fired.best.startAt)}`;
  return `${whatOf(facts)}: ${endWords(reason)}${was}`;
}

function endWords(reason: ResolveReason): string {
  if (reason === 'offer_start_passed') return 'no matching offer any more, its start has passed';
  if (reason === 'moved_back' || reason === 'window_passed' || reason === 'cleared')
    return 'no matching offer is on sale any more';
  return `alert closed because ${CLOSED[reason]}, the offer may still be on sale`;
}

/** Ends, since when it is seen, how many match, and the command that finds it again. */
function figures(kind: NoticeKind, facts: BlockFacts): string {
  const { best, offers, earliestAt, lookedAt } = facts;
  if (kind === 'resolved' || best === null) return `looked at ${instant(lookedAt)}`;
  const hours = (best.endAt - best.startAt) / HOUR;
  const lines = [
    `${instant(best.startAt)} to ${instant(best.endAt)} (${Math.round(hours * 10) / 10} h) · first seen ${instant(best.firstSeenAt)}`,
    `${offers} matching ${offers === 1 ? 'offer' : 'offers'}${limitOf(facts)}${
      earliestAt !== null && earliestAt < best.startAt ? ` · earliest start ${instant(earliestAt)}` : ''
    }`,
    commandOf(facts, best),
  ];
  return lines.join('\n');
}

function commandOf({ region, type, count, durationHours }: BlockFacts, { startAt, endAt }: Best): string {
  return buyCommands({ region, type, count, durationHours, startAt, endAt }).list;
}

function limitOf({ limitMicro }: BlockFacts): string {
  return limitMicro === null ? '' : ` at up to ${roundUsd(limitMicro)} per accelerator-hour`;
}

function sizeOf({ count, type, durationHours }: BlockFacts): string {
  return `${count} × ${type} for ${durationHours % 24 === 0 ? `${durationHours / 24} d` : `${durationHours} h`}`;
}

function whatOf(facts: BlockFacts): string {
  return `${sizeOf(facts)} in ${facts.region}`;
}

function startOf({ startAt }: Best, { lookedAt }: BlockFacts, isLater: boolean): string {
  // How far off it was grows wrong while the line is read.
  if (isLater) return `from ${instant(startAt)}`;
  if (startAt <= lookedAt) return 'from now on';
  return `from ${instant(startAt)}, in ${formatAge(startAt - lookedAt)}`;
}

const CENT = 10_000;

function feeOf({ feeMicro }: Best): string {
  // Thousands apart: a fee has five or six digits before the dot.
  const [whole = '', cents = ''] = formatUsd(Math.round(feeMicro / CENT) * CENT, 2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} up front`;
}

function eachOf({ chip }: BlockFacts, { perAcceleratorHour }: Best): string {
  if (perAcceleratorHour === null) return '';
  return `, ${roundUsd(perAcceleratorHour)} per ${chip?.name ?? 'accelerator'}-hour`;
}

function daysText(hours: number): string {
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}
