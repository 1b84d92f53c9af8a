import { fillProgress, type RegionProgress } from '#app/_board/progress.ts';
import type { TargetState } from '#db/queries/board.ts';
import { GLOBAL } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { byCollector } from '#lib/health/collector-names.ts';
import { type CollectorHealth, type CollectorState, questionsOf } from '#lib/series/collector-health.ts';

/** What came of a collector's questions in a region. */
export type MatrixCell = {
  outcome: Outcome;
  state: CollectorState;
  lastCompleteAt: number | null;
  lastLookAt: number | null;
  errorClass: string | null;
  errorText: string | null;
  /** Its questions, and how many of them came to the outcome that leads. */
  questions: number;
  leading: number;
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

/** Collectors across, regions down, those in trouble first. `spot`: the targets whose history is filled. */
export function buildMatrix(
  judged: readonly CollectorHealth[],
  spot: readonly TargetState[],
  now: number,
): Matrix {
  const regional = judged.filter((one) => one.region !== GLOBAL);
  const collectors = [...new Set(regional.map((one) => one.name))].sort(byCollector);
  const regions = [...new Set(regional.map((one) => one.region))];
  const progress = new Map(fillProgress(spot, now)?.regions.map((region) => [region.region, region]));
  const cells = new Map(regional.map((one) => [`${one.name} ${one.region}`, cellOf(one)]));
  const all = regions.map((region) => ({
    region,
    cells: collectors.map((collector) => cells.get(`${collector} ${region}`) ?? null),
    history: progress.get(region) ?? null,
  }));
  const rows = all.filter((row) => !isDisabled(row));
  rows.sort((a, b) => severity(b.cells) - severity(a.cells) || a.region.localeCompare(b.region, 'en'));
  const disabled = all.filter(isDisabled).map((row) => row.region);
  const global = judged
    .filter((one) => one.region === GLOBAL)
    .map((one) => ({ collector: one.name, cell: cellOf(one) }))
    .sort((a, b) => byCollector(a.collector, b.collector));
  return { global, collectors, rows, disabled: disabled.sort(), hasHistory: progress.size > 0 };
}

/** A region that is off, or of which nothing else was ever asked. */
function isDisabled(row: MatrixRow): boolean {
  const asked = row.cells.filter((cell) => cell !== null);
  return (
    asked.some((cell) => cell.outcome === 'region_disabled') &&
    asked.every((cell) => cell.outcome === 'region_disabled' || cell.outcome === 'never')
  );
}

function cellOf(one: CollectorHealth): MatrixCell {
  const { outcome, state, lastCompleteAt, lastLookAt, errorClass = null, errorText = null, counts } = one;
  const questions = questionsOf(one);
  return {
    outcome,
    state,
    lastCompleteAt,
    lastLookAt,
    errorClass,
    errorText,
    questions,
    leading: counts?.[outcome] ?? questions,
  };
}

/** One line for all regions in which a collector has the same trouble. */
export type Trouble = { collector: string; regions: string[]; cell: MatrixCell };

/**
 * What is in trouble, the gravest first; the oldest complete look of a group stands for it. `isRefused`: AWS refuses the
 * credentials, which is told once for all that was denied or has grown old because of it.
 */
export function findTroubles(judged: readonly CollectorHealth[], isRefused = false): Trouble[] {
  const groups = new Map<string, Trouble>();
  for (const one of judged) {
    const cell = cellOf(one);
    if (!isTroubled(cell) || (isRefused && isOfCredentials(cell))) continue;
    const key = [one.name, cell.outcome, cell.state, causeOf(one.region, cell)].join('|');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { collector: one.name, regions: [one.region], cell });
    else groups.set(key, joined(known, one.region, cell));
  }
  return [...groups.values()].sort(
    (a, b) => cellSeverity(b.cell) - cellSeverity(a.cell) || byCollector(a.collector, b.collector),
  );
}

/** Nothing is wrong with it but that nobody is let in. */
function isOfCredentials(cell: MatrixCell): boolean {
  return cell.errorClass === 'auth' || cell.outcome === 'never' || isSound(cell);
}

function joined(known: Trouble, region: string, cell: MatrixCell): Trouble {
  const older = (known.cell.lastCompleteAt ?? 0) <= (cell.lastCompleteAt ?? 0) ? known.cell : cell;
  const questions = known.cell.questions + cell.questions;
  const leading = known.cell.leading + cell.leading;
  // AWS names more in one region than in another: the fullest words are true of both.
  const errorText = longer(known.cell.errorText, cell.errorText);
  return { ...known, regions: [...known.regions, region], cell: { ...older, questions, leading, errorText } };
}

const longer = (one: string | null, other: string | null): string | null =>
  (other?.length ?? 0) > (one?.length ?? 0) ? other : one;

/** Failures whose class says it all: their words differ by what was asked, and not by what is the matter. */
const TELLING: readonly string[] = ['auth', 'quota', 'throttle'];

function causeOf(region: string, { errorClass, errorText }: MatrixCell): string {
  return errorClass !== null && TELLING.includes(errorClass) ? errorClass : wordsWithout(region, errorText);
}

/** AWS names the host it could not be reached at: the same trouble elsewhere is the same trouble. */
function wordsWithout(region: string, text: string | null): string {
  return (text ?? '').replaceAll(region, '');
}

export function isTroubled(cell: MatrixCell): boolean {
  if (cell.outcome === 'region_disabled' || cell.state === 'disabled') return false;
  return cell.state === 'failing' || cell.state === 'late' || !(isSound(cell) || cell.outcome === 'never');
}

const STATE_WEIGHT: Record<CollectorState, number> = { ok: 0, disabled: 0, starting: 1, late: 2, failing: 3 };

/** All of it: where one source is denied everywhere, a region in which prices fail as well still comes first. */
function severity(cells: readonly (MatrixCell | null)[]): number {
  return cells.reduce((sum, cell) => sum + (cell === null ? 0 : cellSeverity(cell)), 0);
}

function cellSeverity(cell: MatrixCell): number {
  return STATE_WEIGHT[cell.state] + (isSound(cell) ? 0 : 1);
}

/** True when the last look brought what it was for. */
export function isSound(cell: MatrixCell): boolean {
  return cell.outcome === 'value' || cell.outcome === 'none' || cell.outcome === 'not_sold';
}
