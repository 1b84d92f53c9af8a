import { backtestInTurns } from '#db/queries/backtest.ts';
import { knownSpan } from '#db/queries/backtest-past.ts';
import { wordsOf } from '#lib/alerts/words/index.ts';
import { instant } from '#lib/api/rows.ts';
import type { BacktestReport } from '#lib/backtest/report.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DAY } from '#lib/domain/time.ts';
import { processWide } from './process-wide.ts';
import { readTrial } from './rule-draft.ts';
import { turnOf } from './turn.ts';
import type { WriteContext } from './write.ts';

const DAYS = [7, 30, 90, 365] as const;
/** Episodes named one by one, newest first; the figures count all of them. */
const NAMED = 200;

/** POST /rules/backtest: when the rule would have fired over what is on record; nothing is kept. */
export async function backtestDraft({ body, request, around }: WriteContext) {
  const { days = 90, ...entry } = body as { days?: unknown };
  const span = DAYS.find((one) => one === days);
  if (span === undefined)
    throw new AppError('RANGE_INVALID', 'the time to replay is a number of days', {
      field: 'days',
      received: String(days),
      accepted: DAYS.join(', '),
    });
  const db = around.db();
  const { rule, kind } = readTrial(db, entry);
  const now = around.clock().now();
  const known = knownSpan(db, kind.collector);
  const time = { from: Math.max(known?.from ?? now, now - span * DAY), to: Math.min(known?.to ?? now, now) };
  if (known === undefined || time.from >= time.to)
    throw new AppError('BACKTEST_EMPTY', 'nothing is on record yet that the rule could be tried on', {
      field: 'days',
      received: String(days),
      accepted: 'the time that has been collected',
    });
  return oneAtATime(async () => reportBody(await backtestInTurns(db, rule, time, turnOf(request))));
}

/** A replay of everything keeps a core busy for seconds: a second one waits for nobody, it is refused. */
async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const held = processWide('backtest', () => ({ isBusy: false }));
  if (held.isBusy)
    throw new AppError('BACKTEST_BUSY', 'another back-test is running: try again in some seconds');
  held.isBusy = true;
  try {
    return await work();
  } finally {
    held.isBusy = false;
  }
}

function reportBody({ episodes, from, to, worstDay, ...figures }: BacktestReport) {
  return {
    from: instant(from),
    to: instant(to),
    ...figures,
    worstDay: worstDay === null ? null : { at: instant(worstDay.at), messages: worstDay.messages },
    episodeCount: episodes.length,
    episodes: episodes.slice(0, NAMED).map(({ labels, firedAt, endedAt, fired }) => ({
      labels,
      firedAt: instant(firedAt),
      endedAt: instant(endedAt),
      text: wordsOf(fired).start(fired),
    })),
  };
}
