import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

/** A channel in use, as people see it. */
export type ChannelListing = {
  id: number;
  name: string;
  kind: string;
  /** Its address with everything that opens it left out. */
  hint: string;
  origin: 'file' | 'page';
  state: string;
  reason: string | null;
  waiting: number;
  lastDeliveredAt: number | null;
  /** Address and options of one made on a page, encrypted. */
  sealed: string | null;
};

const LIST = `SELECT c.id, c.name, c.kind, c.hint, c.origin, c.state, c.state_reason, c.sealed,
    (SELECT count(*) FROM delivery d
      WHERE d.channel_id = c.id AND d.state IN ('queued', 'sending', 'parked')),
    (SELECT max(d.delivered_at) FROM delivery d WHERE d.channel_id = c.id)
  FROM channel c WHERE c.enabled = 1 ORDER BY c.name`;
type Row = [
  ...[id: number, name: string, kind: string, hint: string, origin: 'file' | 'page', state: string],
  ...[reason: string | null, sealed: string | null, waiting: number, lastDeliveredAt: number | null],
];

/** Every channel that is told, by its name. */
export function channelList(db: Db): ChannelListing[] {
  return (prepared(db, LIST).all() as Row[]).map(
    ([id, name, kind, hint, origin, state, reason, sealed, waiting, lastDeliveredAt]) => ({
      ...{ id, name, kind, hint, origin, state, reason, sealed, waiting, lastDeliveredAt },
    }),
  );
}
