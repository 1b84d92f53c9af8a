import type { ChannelStanding } from '#lib/health/troubles.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

const STANDINGS = `SELECT c.name, c.state, c.state_reason,
    (SELECT count(*) FROM delivery d WHERE d.channel_id = c.id AND d.state = 'parked'),
    (SELECT max(d.created_at) FROM delivery d
      WHERE d.channel_id = c.id AND d.state = 'dead' AND d.created_at > ?)
  FROM channel c WHERE c.enabled = 1 ORDER BY c.name`;
type Row = [string, string, string | null, number, number | null];

/** How the channels in use stand; messages given up count from an instant on. */
export function channelStandings(db: Db, since: number): ChannelStanding[] {
  return (prepared(db, STANDINGS).all(since) as Row[]).map(([name, state, reason, waiting, gaveUpAt]) => ({
    name,
    broken: state === 'broken' ? { reason: reason ?? 'it refuses what is sent', waiting } : null,
    gaveUpAt,
  }));
}
