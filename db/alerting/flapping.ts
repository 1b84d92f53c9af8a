import { FLAPPING_WITHIN_MS, foldNews } from '#lib/alerts/flapping.ts';
import type { News, Severity } from '#lib/alerts/notice.ts';
import type { Db } from '../client.ts';
import { countEpisodes, readFlap, saveFlap } from '../queries/flapping.ts';

/** News of alerts that come and go is held back, but for the one notice that says so; inside the caller's transaction. */
export function foldFlapping(db: Db, severity: Severity, news: readonly News[], now: number): News[] {
  return news.flatMap((item): News[] => {
    if (item.kind !== 'firing' && item.kind !== 'resolved') return [item];
    const flap = readFlap(db, item.alertId);
    const episodes = item.kind === 'firing' ? countEpisodes(db, item.alertId, now - FLAPPING_WITHIN_MS) : 0;
    const becomes = foldNews(item.kind, flap, episodes, severity);
    if (becomes === 'flapping') saveFlap(db, item.alertId, { since: now, toldAt: now });
    if (becomes === 'hold') return [];
    return [becomes === 'tell' ? item : { ...item, kind: 'flapping' }];
  });
}
