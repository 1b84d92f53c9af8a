import { counted, instant } from '#app/_ui/format.ts';
import { DAY, formatAge } from '#lib/domain/time.ts';

export type BacktestEpisode = {
  labels: Record<string, string>;
  firedAt: string;
  endedAt: string | null;
  text: string;
};

/** The answer of POST /rules/backtest. */
export type Backtest = {
  from: string;
  to: string;
  series: number;
  known: number;
  messages: number;
  perDay: number[];
  worstDay: { at: string; messages: number } | null;
  medianLastsMs: number | null;
  brief: number;
  episodeCount: number;
  episodes: BacktestEpisode[];
};

/** Messages a day from which people stop reading a channel. */
const NOISY_PER_DAY = 5;

/** How noisy the rule would have been, in a line, and the figures behind it. */
export function figuresOf(test: Backtest): { verdict: string; lines: string[] } {
  const days = Math.max((Date.parse(test.to) - Date.parse(test.from)) / DAY, 1 / 24);
  return { verdict: verdictOf(test, days), lines: linesOf(test, days) };
}

function verdictOf({ messages, series }: Backtest, days: number): string {
  if (series === 0) return 'It would have had nothing to look at';
  if (messages === 0) return 'It would have told you nothing';
  const perDay = messages / days;
  const whole = Math.max(1, Math.round(days));
  const rate = perDay >= 1 ? `, ${perDay.toFixed(perDay >= 10 ? 0 : 1)} a day` : '';
  const noise = perDay >= NOISY_PER_DAY ? ': that is noise' : '';
  return `It would have sent each channel ${counted(messages, 'message')} in ${counted(whole, 'day')}${rate}${noise}`;
}

function linesOf(test: Backtest, days: number): string[] {
  const { episodeCount, messages, worstDay, medianLastsMs, brief, series, known } = test;
  const whole = Math.max(1, Math.round(days));
  const lines = [
    `${counted(series, 'series', 'series')} over ${counted(whole, 'day')} to ${instant(Date.parse(test.to))} UTC, known for ${Math.round(known * 100)} % of it`,
  ];
  if (episodeCount === 0) return lines;
  lines.push(`fired ${counted(episodeCount, 'time')}, ${counted(messages, 'message')} in all`);
  if (worstDay !== null)
    lines.push(
      `at most ${counted(worstDay.messages, 'message')} in a day, from ${instant(Date.parse(worstDay.at))}`,
    );
  if (medianLastsMs !== null)
    lines.push(`half of them lasted ${formatAge(medianLastsMs)} or less, ${brief} under an hour`);
  return lines;
}
