import { type BacktestReport, reportOf } from '#lib/backtest/report.ts';
import { type Replayed, replayPools, replaySeries } from '#lib/backtest/run.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DAY } from '#lib/domain/time.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { looksAt } from '#lib/rules/touches.ts';
import type { RuleKind } from '#lib/rules/types.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { readCadence } from './asked.ts';
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
  const parts = [...replayParts(db, rule, time)];
  return reportOf(episodesOf(parts), time, figuresOf(parts, rule));
}

/** The same, region by region, with a pause after each in which a server can answer others. */
export async function backtestInTurns(
  db: Db,
  rule: TestedRule,
  time: Span,
  pause: () => Promise<void>,
): Promise<BacktestReport> {
  const parts: Replayed[] = [];
  for (const part of replayParts(db, rule, time)) {
    parts.push(part);
    await pause();
  }
  return reportOf(episodesOf(parts), time, figuresOf(parts, rule));
}

const episodesOf = (parts: readonly Replayed[]) => parts.flatMap(({ episodes }) => episodes);

function figuresOf(parts: readonly Replayed[], { kind }: TestedRule) {
  const series = parts.reduce((sum, part) => sum + part.series, 0);
  const known = parts.reduce((sum, part) => sum + part.known * part.series, 0);
  return {
    series,
    known: series === 0 ? 0 : known / series,
    quiet: ruleKind(kind)?.endsQuietly === true,
  };
}

function* replayParts(db: Db, rule: TestedRule, time: Span): Generator<Replayed> {
  const kind = ruleKind(rule.kind);
  if (kind === undefined) throw unsupported(rule.kind);
  const { params, forMs, keepFiringMs, resolveEvals } = rule;
  const intervalMs = readCadence(db)[kind.collector as CollectorName];
  const asked = { params, timing: { intervalMs, forMs, keepFiringMs, resolveEvals }, time };
  const needs = kind.needs(params);
  const reachMs = Math.max(
    0,
    ...needs.windowsMs,
    ...(needs.historyDays ?? []).map((days) => (days + 1) * DAY),
  );
  switch (kind.reads) {
    case 'pools': {
      const pools = kind as unknown as RuleKind<unknown, 'pools'>;
      for (const past of poolPasts(db, pools, asked, reachMs)) yield replayPools(pools, [past], asked);
      return;
    }
    case 'series': {
      const kinds = SERIES_KINDS[kind.collector] ?? [];
      const pasts = readSeriesPasts(db, kind.collector, kinds, asked.time, reachMs);
      for (const past of pasts)
        yield replaySeries(kind as unknown as RuleKind<unknown, 'series'>, [past], asked);
      return;
    }
    case 'blocks':
      yield replayBlocks(db, kind as unknown as RuleKind<unknown, 'blocks'>, asked);
      return;
    case 'news':
      yield replayNews(db, kind as unknown as RuleKind<unknown, 'news'>, asked);
      return;
    default:
      throw unsupported(kind.kind);
  }
}

type Asked = Parameters<typeof replayPools>[2];

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
