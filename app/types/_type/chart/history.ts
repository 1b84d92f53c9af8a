import { parseUsd } from '#lib/domain/money.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { cutOut } from '#lib/series/cut.ts';
import type { TimedValue } from '#lib/series/timeline.ts';

type HistoryGap = { from: number; to: number; outcome: Outcome };
export type HistoryLine = { region: string; zoneId: string; changes: TimedValue[]; gaps: HistoryGap[] };

/** The answer of GET /api/v1/prices/history, as far as it is used here. */
export type HistoryAnswer = {
  series: {
    region: string;
    zoneId: string;
    points: { at: string; priceUsd: string | null }[];
    gaps: { from: string; to: string; outcome: Outcome }[];
  }[];
};

export function parseHistory(answer: HistoryAnswer): HistoryLine[] {
  return answer.series.map(({ region, zoneId, points, gaps }) => ({
    region,
    zoneId,
    changes: points.map((point) => ({
      at: Date.parse(point.at),
      value: point.priceUsd === null ? null : (parseUsd(point.priceUsd)?.micro ?? null),
    })),
    gaps: gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), outcome: gap.outcome })),
  }));
}

/** The changes with every gap cut out. */
export function cutGaps({ changes, gaps }: Pick<HistoryLine, 'changes' | 'gaps'>): TimedValue[] {
  return cutOut(changes, gaps);
}

/** Gaps that several zones share, told once: who, from when to when, and why. */
export type SharedGap = HistoryGap & {
  zoneIds: string[];
  region: string;
  whole: boolean;
  /** What to say where the outcome alone does not tell what is missing. */
  words?: string;
};

export function gapWords(gap: SharedGap): string {
  return gap.words ?? outcomeWords(gap.outcome);
}

export function shareGaps(lines: readonly HistoryLine[]): SharedGap[] {
  const shared = new Map<string, SharedGap>();
  for (const line of lines) {
    for (const gap of line.gaps) {
      const key = `${line.region} ${gap.from} ${gap.to} ${gap.outcome}`;
      const known = shared.get(key);
      if (known === undefined)
        shared.set(key, { ...gap, zoneIds: [line.zoneId], region: line.region, whole: false });
      else known.zoneIds.push(line.zoneId);
    }
  }
  const zones = (region: string) => lines.filter((line) => line.region === region).length;
  return [...shared.values()]
    .map((gap) => ({ ...gap, whole: gap.zoneIds.length === zones(gap.region) }))
    .sort((a, b) => a.from - b.from);
}
