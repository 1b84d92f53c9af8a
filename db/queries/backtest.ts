import { type BacktestReport, reportOf } from '#lib/backtest/report.ts';
import { type Replayed, replayPools, replaySeries } from '#lib/backtest/run.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DAY } from '#lib/domain/time.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { looksAt } from '#lib/rules/touches.ts';
import type { RuleKind } from '#lib/rules/types.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { replayBlocks } from './backtest-blocks.ts';
import { replayNews } from './backtest-news.ts';
import { pricedRegions, readPoolPast, readSeriesPasts } from './backtest-past.ts';
import { SERIES_KINDS } from './series-reading.ts';

/** What of a rule a back-test needs. */
export type TestedRule = Pick<RuleConfig, 'kind' | 'forMs' | 'keepFiringMs' | 'resolveEvals' | 'params'>;

/**
 * When a rule would have fired over what is on record. It replays the newest knowledge of the past: prices that AWS told
 * late count from when they held.
 * @throws AppError BACKTEST_UNSUPPORTED for a kind whose past is not on record
 */
export function backtestRule(db: Db, rule: TestedRule, time: Span): BacktestReport {
  const kind = ruleKind(rule.kind);
  if (kind === undefined) throw unsupported(rule.kind);
  const { params, forMs, keepFiringMs, resolveEvals } = rule;
  const intervalMs = COLLECTOR_INTERVALS_MS[kind.collector as CollectorName];
  const asked = { params, timing: { intervalMs, forMs, keepFiringMs, resolveEvals }, time };
  const needs = kind.needs(params);
  const reachMs = Math.max(
    0,
    ...needs.windowsMs,
    ...(needs.historyDays ?? []).map((days) => (days + 1) * DAY),
  );
  const replayed = replayKind(db, kind, asked, reachMs);
  return reportOf(replayed.episodes, time, { ...replayed, quiet: kind.endsQuietly === true });
}

type Asked = Parameters<typeof replayPools>[2];

function replayKind(db: Db, kind: RuleKind, asked: Asked, reachMs: number): Replayed {
  switch (kind.reads) {
    case 'pools': {
      const pools = kind as unknown as RuleKind<unknown, 'pools'>;
      return replayPools(pools, poolPasts(db, pools, asked, reachMs), asked);
    }
    case 'series': {
      const kinds = SERIES_KINDS[kind.collector] ?? [];
      const pasts = readSeriesPasts(db, kind.collector, kinds, asked.time, reachMs);
      return replaySeries(kind as unknown as RuleKind<unknown, 'series'>, pasts, asked);
    }
    case 'blocks':
      return replayBlocks(db, kind as unknown as RuleKind<unknown, 'blocks'>, asked);
    case 'news':
      return replayNews(db, kind as unknown as RuleKind<unknown, 'news'>, asked);
    default:
      throw unsupported(kind.kind);
  }
}

/** One region in memory at a time. */
function* poolPasts(db: Db, kind: RuleKind<unknown, 'pools'>, { params, time }: Asked, reachMs: number) {
  for (const region of pricedRegions(db))
    yield readPoolPast(db, region, time, reachMs, (place) =>
      kind.joins === undefined
        ? looksAt(kind as unknown as RuleKind, params, { ...place, region })
        : kind.joins(params, place),
    );
}

function unsupported(kind: string): AppError {
  return new AppError('BACKTEST_UNSUPPORTED', `a rule of the kind ${kind} cannot be replayed`, {
    field: 'kind',
    received: kind,
    accepted: 'kinds about prices, blocks, scores, rates, quotas and news',
  });
}
