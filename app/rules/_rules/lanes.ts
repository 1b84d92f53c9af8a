import type { BacktestEpisode } from './backtest-figures.ts';

/** When one thing fired, from when to when; `to` null: to the end of the record. */
export type Lane = { name: string; spans: { from: number; to: number | null }[] };

const MOST_LANES = 8;

/** What fired most often, each with its stretches of time. */
export function lanesOf(episodes: readonly BacktestEpisode[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const { labels, firedAt, endedAt } of episodes) {
    const name = laneName(labels);
    const lane = lanes.get(name) ?? { name, spans: [] };
    lane.spans.push({ from: Date.parse(firedAt), to: endedAt === null ? null : Date.parse(endedAt) });
    lanes.set(name, lane);
  }
  return [...lanes.values()].sort((a, b) => b.spans.length - a.spans.length).slice(0, MOST_LANES);
}

/** "p5.48xlarge use1-az4 above", with what tells it from the others. */
function laneName({ type, zoneId, region, ...others }: Readonly<Record<string, string>>): string {
  const { product: _product, ...rest } = others;
  const place = zoneId === undefined || zoneId === '' ? region : zoneId;
  return [type, place, ...Object.values(rest)].filter((part) => part !== undefined && part !== '').join(' ');
}
