import type { TargetState } from '#db/queries/board.ts';
import { DAY } from '#lib/domain/time.ts';
import { coveredShare } from '#lib/series/coverage.ts';

/** How far the history of one region has been filled. */
export type RegionProgress = { region: string; days: number; goalDays: number; share: number };

/** How far the history of all regions has been filled: days on average, and how many regions are done. */
export type Progress = {
  regions: RegionProgress[];
  done: number;
  days: number;
  goalDays: number;
  share: number;
};

const DAY_SHARE = 0.999;

/** Looks that no waiting will mend: their regions are on the health page, not in the way of everyone's progress. */
const CLOSED = new Set(['denied', 'region_disabled', 'not_sold']);

/** Undefined when no region has a goal. A region never looked at counts as nothing filled. */
export function fillProgress(targets: readonly TargetState[], now: number): Progress | undefined {
  const regions = targets.flatMap((target) => regionProgress(target, now) ?? []);
  if (regions.length === 0) return undefined;
  return {
    regions,
    done: regions.filter(isFilled).length,
    days: Math.floor(regions.reduce((sum, region) => sum + region.days, 0) / regions.length),
    goalDays: Math.round(Math.max(...regions.map((region) => region.goalDays))),
    share: regions.reduce((sum, region) => sum + region.share, 0) / regions.length,
  };
}

export function isFilled(region: RegionProgress): boolean {
  return region.share >= DAY_SHARE;
}

function regionProgress(target: TargetState, now: number): RegionProgress | undefined {
  if (target.wantedFrom === null || CLOSED.has(target.outcome)) return undefined;
  const end = target.spans.at(-1)?.to ?? now;
  const whole = { from: target.wantedFrom, to: end };
  const share = target.spans.length === 0 ? 0 : coveredShare(target.spans, whole);
  const goalDays = (end - whole.from) / DAY;
  return { region: target.region, share, goalDays, days: share * goalDays };
}
