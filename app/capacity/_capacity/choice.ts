import type { BlockTarget } from '#db/queries/capacity-targets.ts';
import { parseBlockDuration } from '#lib/capacity/durations.ts';
import { readQualifier } from '#lib/capacity/question.ts';

/** One question as AWS is asked it: so many, for so long, perhaps with a window for the start. Times are UTC ms. */
export type Combination = {
  qualifier: string;
  count: number;
  durationHours: number;
  startAfter: number | null;
  startBefore: number | null;
};

/** The questions asked now, by type; types and combinations in the order they are listed. */
export type Asked = ReadonlyMap<string, readonly Combination[]>;

const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** What is asked now of anybody, by type. The question for the largest count is none of these. */
export function askedOf(targets: Iterable<BlockTarget>): Asked {
  const types = new Map<string, Map<string, Combination>>();
  for (const { current, item, qualifier } of targets) {
    const read = readQualifier(qualifier);
    if (!current || read === undefined) continue;
    const { count, durationHours, startAfter = null, startBefore = null } = read;
    const own = types.get(item) ?? new Map<string, Combination>();
    types.set(item, own.set(qualifier, { qualifier, count, durationHours, startAfter, startBefore }));
  }
  const sorted = [...types].sort(([a], [b]) => byName(a, b));
  return new Map(sorted.map(([type, own]) => [type, [...own.values()].sort(byCombination)]));
}

function byCombination(a: Combination, b: Combination): number {
  return (
    a.count - b.count || a.durationHours - b.durationHours || a.qualifier.length - b.qualifier.length || 0
  );
}

export const SORTS = ['price', 'start'] as const;
export type Sort = (typeof SORTS)[number];
export const HISTORY_DAYS = [7, 30] as const;
type HistoryDays = (typeof HISTORY_DAYS)[number];

/** What the page shows, as its URL says it. */
export type Choice = {
  type: string;
  count: number;
  durationHours: number;
  /** '' for every watched region. */
  region: string;
  /** The window for the start, as a question spells it; '' for none. */
  window: string;
  sort: Sort;
  days: HistoryDays;
  /** Every offer is listed, not the first ones only. */
  all: boolean;
};

export type SearchParams = Record<string, string | string[] | undefined>;

const LONGEST = 60;

/**
 * Reads the URL. A type that is not asked about falls back to the one sold in most regions; a count or duration that
 * is not asked is kept, so that the page can say so.
 */
export function parseChoice(
  params: SearchParams,
  asked: Asked,
  home: string,
  regions: readonly string[],
): Choice {
  const text = (name: string) => {
    const value = params[name];
    return ((Array.isArray(value) ? value[0] : value) ?? '').trim().slice(0, LONGEST);
  };
  const type = asked.has(text('type')) ? text('type') : home;
  const usual = usualOf(asked.get(type) ?? []);
  const count = /^\d{1,2}$/.test(text('count')) ? Number(text('count')) : 0;
  const region = text('region');
  const days = Number(text('days'));
  return {
    type,
    count: count > 0 ? count : usual.count,
    durationHours: parseBlockDuration(text('duration')) ?? usual.durationHours,
    region: regions.includes(region) ? region : '',
    window: text('window'),
    sort: SORTS.find((sort) => sort === text('sort')) ?? 'start',
    days: HISTORY_DAYS.find((one) => one === days) ?? 7,
    all: text('all') === '1',
  };
}

const USUAL = { count: 8, durationHours: 168 };

/** Eight for a week where that is asked, a small training run; else the first there is. */
function usualOf(combinations: readonly Combination[]): { count: number; durationHours: number } {
  const has = combinations.some(
    (one) => one.count === USUAL.count && one.durationHours === USUAL.durationHours,
  );
  return has ? USUAL : (combinations[0] ?? USUAL);
}

/** The question asked of AWS that the choice stands for; undefined when exactly this is not asked. */
export function combinationOf(choice: Choice, asked: Asked): Combination | undefined {
  const fitting = (asked.get(choice.type) ?? []).filter(
    (one) => one.count === choice.count && one.durationHours === choice.durationHours,
  );
  return (
    fitting.find((one) => windowOf(one) === choice.window) ??
    fitting.find((one) => windowOf(one) === '') ??
    fitting[0]
  );
}

/** The window of a question as its qualifier spells it: 2026-12-01T00:00:00Z/ or ''. */
export function windowOf({ qualifier }: { qualifier: string }): string {
  return qualifier.split('@')[1] ?? '';
}

/** The address of the page with this choice, without what is at its default. */
export function choiceHref(choice: Choice, change: Partial<Choice> = {}): string {
  const { type, count, durationHours, region, window, sort, days, all } = { ...choice, ...change };
  const params = new URLSearchParams({ type, count: String(count), duration: `${durationHours / 24}d` });
  if (region !== '') params.set('region', region);
  if (window !== '') params.set('window', window);
  if (sort !== 'start') params.set('sort', sort);
  if (days !== 7) params.set('days', String(days));
  if (all) params.set('all', '1');
  return `/capacity?${params}`;
}

/** The address of another question of the same or another type. */
export function questionHref(choice: Choice, question: Combination, change: Partial<Choice> = {}): string {
  const { count, durationHours } = question;
  return choiceHref(choice, { count, durationHours, window: windowOf(question), all: false, ...change });
}
