import { fillProgress, type RegionProgress } from '#app/_board/progress.ts';
import type { TargetState } from '#db/queries/board.ts';
import { GLOBAL } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import type { CollectorHealth, CollectorState } from '#lib/series/collector-health.ts';
import { toOutcome } from '#lib/series/standing.ts';

/** One question asked: a collector in a region, with what came of it. */
export type MatrixCell = {
  outcome: Outcome;
  state: CollectorState;
  lastCompleteAt: number | null;
  lastLookAt: number | null;
  errorText: string | null;
};

export type MatrixRow = { region: string; cells: (MatrixCell | null)[]; history: RegionProgress | null };
export type Matrix = {
  /** What is asked of all regions at once. */
  global: { collector: string; cell: MatrixCell }[];
  collectors: string[];
  rows: MatrixRow[];
  /** Regions this account has not switched on: nothing to mend, so not among the rows. */
  disabled: string[];
  hasHistory: boolean;
};

/** Collectors across, regions down, those in trouble first. */
export function buildMatrix(
  targets: readonly TargetState[],
  judged: readonly CollectorHealth[],
  now: number,
): Matrix {
  const regional = targets.filter((target) => target.region !== GLOBAL);
  const collectors = [...new Set(regional.map((target) => target.collector))].sort(
    (a, b) => weight(a) - weight(b) || a.localeCompare(b),
  );
  const regions = [...new Set(regional.map((target) => target.region))];
  const progress = new Map(fillProgress(targets, now)?.regions.map((region) => [region.region, region]));
  const stateOf = new Map(judged.map((one) => [`${one.name} ${one.region}`, one.state]));
  const all = regions.map((region): MatrixRow => {
    const cells = collectors.map((collector) => {
      const target = regional.find((entry) => entry.collector === collector && entry.region === region);
      return target === undefined ? null : cellOf(target, stateOf.get(`${collector} ${region}`) ?? 'failing');
    });
    return { region, cells, history: progress.get(region) ?? null };
  });
  const rows = all.filter((row) => !isDisabled(row));
  rows.sort((a, b) => severity(b) - severity(a) || a.region.localeCompare(b.region));
  const disabled = all.filter(isDisabled).map((row) => row.region);
  const global = targets
    .filter((target) => target.region === GLOBAL)
    .map((target) => ({
      collector: target.collector,
      cell: cellOf(target, stateOf.get(`${target.collector} ${GLOBAL}`) ?? 'failing'),
    }));
  return { global, collectors, rows, disabled, hasHistory: progress.size > 0 };
}

function isDisabled(row: MatrixRow): boolean {
  return row.cells.every((cell) => cell === null || cell.outcome === 'region_disabled');
}

function cellOf(target: TargetState, state: CollectorState): MatrixCell {
  const { lastCompleteAt, lastLookAt, errorText } = target;
  return { outcome: toOutcome(target.outcome), state, lastCompleteAt, lastLookAt, errorText };
}

const WEIGHTS: Record<string, number> = {
  'spot-price': 0,
  'on-demand-price': 1,
  'instance-type': 2,
  region: 3,
};

function weight(collector: string): number {
  return WEIGHTS[collector] ?? 9;
}

const STATE_WEIGHT: Record<CollectorState, number> = { ok: 0, disabled: 0, starting: 1, late: 2, failing: 3 };

function severity(row: MatrixRow): number {
  return Math.max(
    ...row.cells.map((cell) => (cell === null ? 0 : STATE_WEIGHT[cell.state] + (isSound(cell) ? 0 : 1))),
  );
}

/** True when the last look brought what it was for. */
export function isSound(cell: MatrixCell): boolean {
  return cell.outcome === 'value' || cell.outcome === 'none' || cell.outcome === 'not_sold';
}
