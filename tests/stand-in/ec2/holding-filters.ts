import { type Filter, passes } from '../aws/params.ts';
import { tag } from './element.ts';
import type { Holding } from './holding.ts';
import { isoSeconds } from './iso-seconds.ts';

const PLATFORM = 'Linux/UNIX';

/** What EC2's filters of reservations and blocks look at, as text. */
function filterValue(holding: Holding, name: string): string {
  const values: Readonly<Record<string, string | undefined>> = {
    'capacity-block-id': holding.blockId,
    'ultraserver-type': holding.ultraserverType,
    'availability-zone': holding.zoneName,
    'availability-zone-id': holding.zoneId,
    'start-date': isoSeconds(holding.startSeconds),
    'end-date': holding.endSeconds === undefined ? undefined : isoSeconds(holding.endSeconds),
    'create-date': isoSeconds(holding.createSeconds),
    state: holding.state,
    tags: holding.name,
    'instance-type': holding.instanceType,
    'owner-id': holding.ownerId,
    'instance-platform': PLATFORM,
    tenancy: 'default',
    'end-date-type': holding.endSeconds === undefined ? 'unlimited' : 'limited',
    'instance-match-criteria': holding.criteria,
  };
  return values[name] ?? '';
}

export const passesAll =
  (filters: readonly Filter[]): ((holding: Holding) => boolean) =>
  (holding) =>
    filters.every(({ name }) => passes(filters, name)(filterValue(holding, name)));

export const tagSet = ({ name }: Holding): string =>
  name === undefined ? '' : `<tagSet><item>${tag('key', 'Name')}${tag('value', name)}</item></tagSet>`;
