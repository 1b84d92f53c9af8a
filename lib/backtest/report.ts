import { DAY } from '#lib/domain/time.ts';
import type { Episode } from './replay.ts';

/** What a rule would have done over a stretch of time. */
export type BacktestReport = {
  from: number;
  to: number;
  /** Series that the rule looks at in that time. */
  series: number;
  /** Share of the time for which they are known, 0 to 1. */
  known: number;
  /** Newest first; all of them. */
  episodes: Episode[];
  /** Messages a channel would have got: beginnings and ends, those of one look at a region in one. */
  messages: number;
  /** Messages of each whole or part day, oldest first. */
  perDay: number[];
  worstDay: { at: number; messages: number } | null;
  /** Milliseconds; null without an episode that ended. */
  medianLastsMs: number | null;
  /** Episodes that lasted less than an hour: the first suspects of noise. */
  brief: number;
};

const BRIEF_MS = 60 * 60 * 1000;

export function reportOf(
  episodes: readonly Episode[],
  time: { from: number; to: number },
  { series, known, quiet = false }: { series: number; known: number; quiet?: boolean },
): BacktestReport {
  const { from, to } = time;
  const days = Math.max(1, Math.ceil((to - from) / DAY));
  const perDay = Array<number>(days).fill(0);
  for (const at of messagesOf(episodes, quiet)) {
    const day = Math.min(days - 1, Math.max(0, Math.floor((at - from) / DAY)));
    perDay[day] = (perDay[day] ?? 0) + 1;
  }
  const most = Math.max(...perDay);
  const lasts = episodes
    .flatMap(({ firedAt, endedAt }) => (endedAt === null ? [] : [endedAt - firedAt]))
    .sort((a, b) => a - b);
  return {
    from,
    to,
    series,
    known,
    episodes: episodes.toSorted((a, b) => b.firedAt - a.firedAt),
    messages: perDay.reduce((sum, count) => sum + count, 0),
    perDay,
    worstDay: most === 0 ? null : { at: from + perDay.indexOf(most) * DAY, messages: most },
    medianLastsMs: lasts[Math.floor(lasts.length / 2)] ?? null,
    brief: lasts.filter((ms) => ms < BRIEF_MS).length,
  };
}

/** The instants at which a message would have left: one for a region, a look and a kind of news. */
function messagesOf(episodes: readonly Episode[], quiet: boolean): number[] {
  const messages = new Map<string, number>();
  for (const { labels, firedAt, endedAt } of episodes) {
    const region = labels.region ?? '';
    messages.set(`${region}|firing|${firedAt}`, firedAt);
    if (endedAt !== null && !quiet) messages.set(`${region}|resolved|${endedAt}`, endedAt);
  }
  return [...messages.values()];
}
