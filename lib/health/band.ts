import { formatAge } from '#lib/domain/time.ts';

/** How the desk stood when a page was made; product times in milliseconds. */
export type DeskFacts = {
  /** The newest start of a job; null before the first. */
  lastRunAt: number | null;
  /** The newest complete look at spot prices; null before the first. */
  asOf: number | null;
  /** Why nothing is to be trusted, where the desk itself knows. */
  refused: string | null;
  /** How long nothing may be heard of the jobs and of spot prices. */
  silenceMs: number;
};

/** What every page says above all else when it is not to be trusted, and what helps. */
export type Band = { headline: string; advice: string };

/**
 * Judged again and again on an open page, without an answer of the server: a worker that is gone sends no news. Nothing
 * is said before the first start and the first look, where pages explain themselves.
 */
export function deskBand({ lastRunAt, asOf, refused, silenceMs }: DeskFacts, now: number): Band | undefined {
  if (lastRunAt === null) return undefined;
  const age = asOf === null ? '' : ` Prices are ${formatAge(now - asOf)} old.`;
  if (now - lastRunAt > silenceMs)
    return {
      headline: `The jobs are down: none has begun for ${formatAge(now - lastRunAt)}.${age}`,
      advice: 'Nothing new is collected and no alert is told until they run: npm start',
    };
  if (refused !== null) return { headline: `${refused}.${age}`, advice: 'What helps is on Health' };
  if (asOf === null || now - asOf <= silenceMs) return undefined;
  return {
    headline: `Prices are ${formatAge(now - asOf)} old: no look at them has been complete since.`,
    advice: 'The cause is on Health',
  };
}
