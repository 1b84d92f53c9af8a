import { HOUR, MINUTE } from '#lib/domain/time.ts';
import type { Severity } from './notice.ts';

/** Episodes within the time that make news noise. */
const EPISODES = 6;
export const FLAPPING_WITHIN_MS = HOUR;
/** How long nothing has to happen before it has settled. */
const QUIET_MS = HOUR;
/** How often it is summed up while it goes on. */
const SUMMARY_MS = 30 * MINUTE;

export type Flap = { since: number | null; toldAt: number | null };

/** What becomes of a beginning or an end: told, held back, or told as the one notice that it comes and goes. */
export function foldNews(
  kind: 'firing' | 'resolved',
  { since }: Flap,
  episodesWithin: number,
  severity: Severity,
): 'tell' | 'hold' | 'flapping' {
  if (since !== null) return kind === 'firing' && severity === 'critical' ? 'tell' : 'hold';
  return kind === 'firing' && episodesWithin >= EPISODES ? 'flapping' : 'tell';
}

/** What time makes of one that comes and goes: it has settled, is summed up, or goes on. */
export function flapDue(
  { toldAt }: Flap,
  { lastEventAt, episodesSinceTold, now }: { lastEventAt: number; episodesSinceTold: number; now: number },
): 'settled' | 'summary' | 'nothing' {
  if (now - lastEventAt >= QUIET_MS) return 'settled';
  const isLong = toldAt === null || now - toldAt >= SUMMARY_MS;
  return isLong && episodesSinceTold > 0 ? 'summary' : 'nothing';
}
