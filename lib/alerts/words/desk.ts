import type { DeskFacts } from '../desk-facts.ts';
import type { ResolveReason } from '../reasons.ts';
import { CLOSED, instant, type Words } from './shared.ts';

export const deskWords: Words<DeskFacts> = {
  start: ({ what, since }) => `${what}${since === null ? '' : ` since ${instant(since)}`}`,
  end,
  figures: (kind, { detail, frozen }) => {
    const words = [detail];
    if (kind !== 'resolved' && frozen > 0)
      words.push(
        `${frozen} firing ${frozen === 1 ? 'alert' : 'alerts'} there ${frozen === 1 ? 'is' : 'are'} frozen, none was ended`,
      );
    return words.filter((word) => word !== '').join(' · ');
  },
  singular: 'source',
  plural: 'sources',
  changedAt: ({ since }) => since,
  key: ({ source, region, subject }) => [source, region, subject].join('|'),
  weight: ({ frozen }) => frozen,
  page: () => '/health',
};

function end(
  { source, region, subject, what }: DeskFacts,
  _fired: DeskFacts | null,
  reason: ResolveReason,
): string {
  if (reason !== 'cleared' && reason !== 'moved_back' && reason !== 'window_passed')
    return `${what}: alert closed because ${CLOSED[reason]}, it may go on`;
  if (source === 'credentials') return 'AWS accepts the credentials again';
  if (source === 'permission') return `${subject} is allowed now`;
  if (source === 'rule') return `rule “${subject}” is evaluated in full again`;
  if (source === 'channel') return `channel “${subject}” works again`;
  if (source === 'lost message') return `no message to “${subject}” was given up for a day`;
  return source === 'every source'
    ? 'the market is looked at again'
    : `${source} in ${region} is looked at in full again`;
}
