import { QUOTA_SCOPES, type QuotaScope } from '#lib/catalogue/quotas.ts';
import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import type { RegionQuotas } from '#lib/quotas/book.ts';
import { type Headroom, headroomOf, type QuotaType, type Sold, within } from '#lib/quotas/headroom.ts';
import { isIncomplete } from '#lib/series/standing.ts';

type AnswerCell = { scope: QuotaScope; headroom: Headroom };
export type AnswerRow = {
  region: string;
  cells: AnswerCell[];
  /** When limits and use were last looked up in full. */
  limitsAt: number | null;
  usedAt: number | null;
};

/** Regions that have the same thing to say instead of a number. */
export type Silence = { outcome: Outcome; words: string; regions: string[] };

/** All regions together in one way of starting a type. */
export type Total = {
  scope: QuotaScope;
  instances: number;
  regions: number;
  /** The region with the most. */
  best: { region: string; instances: number } | null;
  /** Regions where the use is not known, and how many it would be there with nothing running. */
  unknownRegions: number;
  atMost: number;
  /** Said in place of a number where no region has one. */
  reason: string | null;
};

export type Answer = { totals: Total[]; rows: AnswerRow[]; silences: Silence[] };

/** What may be started of a type: regions with something first, the others in words. */
export function answerOf(
  type: QuotaType,
  book: readonly RegionQuotas[],
  sold: (type: string, region: string) => Sold,
): Answer {
  const all = book.map(
    (region): AnswerRow => ({
      region: region.region,
      cells: QUOTA_SCOPES.map((scope) => ({
        scope,
        headroom: headroomOf(type, region, scope, sold(type.name, region.region)),
      })),
      limitsAt: region.limits.lastCompleteAt,
      usedAt: region.usage.lastCompleteAt,
    }),
  );
  // The organization's limit lets nothing start by itself: the account's own has to.
  const rows = all.filter(({ cells }) => own(cells).some(({ headroom }) => mostOf(headroom) > 0));
  rows.sort((a, b) => compare(weights(b), weights(a)) || a.region.localeCompare(b.region));
  const quiet = all.filter((row) => !rows.includes(row));
  const scopes = QUOTA_SCOPES.filter((scope) => scope !== 'capacity-block-organization');
  return { totals: scopes.map((scope) => totalOf(scope, all)), rows, silences: silencesOf(quiet) };
}

/** How many there could be as far as is known. */
function mostOf(headroom: Headroom): number {
  return headroom.known ? headroom.instances : (headroom.atMost ?? 0);
}

const own = (cells: readonly AnswerCell[]) =>
  cells.filter((cell) => cell.scope !== 'capacity-block-organization');

function weights({ cells }: AnswerRow): number[] {
  const known = own(cells).map(({ headroom }) => (headroom.known ? headroom.instances : 0));
  return [...known, ...own(cells).map(({ headroom }) => mostOf(headroom))];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** What an organization may not have, none of its accounts can start. */
function boundOf(scope: QuotaScope, headroom: Headroom, cells: readonly AnswerCell[]): Headroom {
  const whole = cells.find((cell) => cell.scope === 'capacity-block-organization');
  return scope === 'capacity-block' && whole !== undefined ? within(headroom, whole.headroom) : headroom;
}

function totalOf(scope: QuotaScope, rows: readonly AnswerRow[]): Total {
  const here = rows.flatMap(({ region, cells }) =>
    cells
      .filter((cell) => cell.scope === scope)
      .map(({ headroom }) => ({ region, headroom: boundOf(scope, headroom, cells) })),
  );
  const known = here.flatMap(({ region, headroom }) =>
    headroom.known ? [{ region, instances: headroom.instances }] : [],
  );
  const some = known.filter((one) => one.instances > 0).sort((a, b) => b.instances - a.instances);
  const unknown = here.filter(({ headroom }) => !headroom.known && (headroom.atMost ?? 0) > 0);
  const best = some[0] ?? null;
  return {
    scope,
    instances: some.reduce((sum, one) => sum + one.instances, 0),
    regions: some.length,
    best,
    unknownRegions: unknown.length,
    atMost: unknown.reduce((sum, { headroom }) => sum + mostOf(headroom), 0),
    reason: known.length > 0 || unknown.length > 0 ? null : commonReason(here.map((one) => one.headroom)),
  };
}

/** What most regions that sell the type say instead of a number. */
function commonReason(headrooms: readonly Headroom[]): string {
  const counts = new Map<string, number>();
  for (const headroom of headrooms)
    if (!headroom.known && headroom.outcome !== 'region_disabled' && headroom.outcome !== 'not_sold')
      counts.set(headroom.reason, (counts.get(headroom.reason) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? 'not sold in any region that is watched';
}

function silencesOf(rows: readonly AnswerRow[]): Silence[] {
  const found = new Map<string, Silence>();
  for (const row of rows) {
    const { outcome, words } = silenceOf(row);
    const silence = found.get(words) ?? { outcome, words, regions: [] };
    silence.regions.push(row.region);
    found.set(words, silence);
  }
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

/** What troubles comes before what is merely so. */
function order({ outcome }: Silence): number {
  return ['denied', 'failed', 'throttled', 'never', 'value', 'none', 'not_sold', 'region_disabled'].indexOf(
    outcome,
  );
}

function silenceOf({ cells }: AnswerRow): { outcome: Outcome; words: string } {
  const headrooms = own(cells).map((cell) => cell.headroom);
  const unknown = headrooms.flatMap((headroom) => (headroom.known ? [] : [headroom]));
  const blind = unknown.find(({ outcome }) => isIncomplete(outcome));
  if (blind !== undefined) {
    // The region as a whole could not be looked at, or one of its values is missing.
    const isWhole = unknown.length === headrooms.length && blind.quota?.errorCode == null;
    return { outcome: blind.outcome, words: isWhole ? outcomeWords(blind.outcome) : blind.reason };
  }
  if (headrooms.some((headroom) => headroom.known))
    return { outcome: 'value', words: 'nothing more may be started' };
  if (unknown.every(({ outcome }) => outcome === 'not_sold'))
    return { outcome: 'not_sold', words: 'not sold here' };
  return { outcome: 'none', words: unknown[0]?.reason ?? 'no such quota here' };
}
