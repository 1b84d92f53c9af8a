import { groupBy } from '#lib/domain/group.ts';
import { looksAt } from '#lib/rules/touches.ts';
import type { RuleKind } from '#lib/rules/types.ts';
import { coveredShare, type Span } from '#lib/series/coverage.ts';
import { evaluatePools, type PoolPast, poolInstants } from './pools.ts';
import { type Episode, type ReplayTiming, replay } from './replay.ts';
import { evaluateSeries, type SeriesPast, seriesInstants } from './series.ts';

/** What came of a replay: the episodes, how many series were looked at, and the share of the time they are known for. */
export type Replayed = { episodes: Episode[]; series: number; known: number };

type Asked = { params: unknown; timing: ReplayTiming; time: Span };

/** A rule about pools over their past, region by region; each pool alone unless the kind judges several together. */
export function replayPools(
  kind: RuleKind<unknown, 'pools'>,
  pasts: Iterable<PoolPast>,
  { params, timing, time }: Asked,
): Replayed {
  const done = new Tally();
  for (const past of pasts) {
    const mine = past.pools.filter((pool) =>
      kind.joins === undefined
        ? looksAt(kind as RuleKind, params, labelsOf(pool, past.region))
        : kind.joins(params, pool),
    );
    const groups = kind.joins === undefined ? mine.map((pool) => [pool]) : mine.length > 0 ? [mine] : [];
    for (const pools of groups) {
      const instants = poolInstants(pools, kind.needs(params), time, timing.intervalMs);
      const evaluateAt = evaluatePools(kind, params, past, pools, timing.intervalMs);
      done.add(
        replay({ instants, evaluateAt, timing, whyEnded: kind.whyEnded }),
        pools.map(({ known }) => coveredShare(known, time)),
      );
    }
  }
  return done.result();
}

const labelsOf = ({ type, zoneId, product }: PoolPast['pools'][number], region: string) => ({
  type,
  zoneId,
  product,
  region,
});

/** A rule about series over their past; those that a quota's use is measured against come with it. */
export function replaySeries(
  kind: RuleKind<unknown, 'series'>,
  pasts: Iterable<SeriesPast>,
  { params, timing, time }: Asked,
): Replayed {
  const done = new Tally();
  const { windowsMs } = kind.needs(params);
  for (const past of pasts) {
    const groups = groupBy(past.series, ({ type, zoneId, qualifier }) => `${type}|${zoneId}|${qualifier}`);
    for (const series of groups.values()) {
      const [first] = series;
      if (first === undefined) continue;
      const { type, zoneId, qualifier } = first;
      if (!looksAt(kind as RuleKind, params, { type, zoneId, qualifier, region: past.region })) continue;
      const instants = seriesInstants(series, windowsMs, time, timing.intervalMs);
      const evaluateAt = evaluateSeries(kind, params, past, series, timing.intervalMs);
      done.add(replay({ instants, evaluateAt, timing, whyEnded: kind.whyEnded }), [
        coveredShare(first.known, time),
      ]);
    }
  }
  return done.result();
}

class Tally {
  readonly #episodes: Episode[] = [];
  #series = 0;
  #known = 0;

  add(episodes: readonly Episode[], known: readonly number[]): void {
    for (const episode of episodes) this.#episodes.push(episode);
    this.#series += known.length;
    this.#known += known.reduce((sum, share) => sum + share, 0);
  }

  result(): Replayed {
    const known = this.#series === 0 ? 0 : this.#known / this.#series;
    return { episodes: this.#episodes, series: this.#series, known };
  }
}
