import { chipOf } from './accelerators.ts';
import type { Expected } from './expected.ts';
import { knownPools, toldShares } from './known.ts';
import type { Recording } from './recording.ts';
import { expectedLists } from './recount-lists.ts';
import { expectedNews } from './recount-news.ts';
import {
  expectedIndices,
  expectedMovers,
  expectedTypes,
  indicesOf,
  type Pool,
  poolsOf,
} from './recount-spot.ts';
import { expectedWindows } from './recount-windows.ts';
import type { MadeIssue } from './replay.ts';
import { dollars, move } from './words.ts';

/** What the issue of a week has to say, counted again from the recording and from what had been asked by then. */
export function recount(recording: Recording, { week, seen }: Omit<MadeIssue, 'document'>): Expected {
  const pools = poolsOf(knownPools(recording.pools, seen.answers), week);
  const sections = [
    expectedIndices(pools, week),
    expectedTypes(pools, week),
    expectedMovers(pools),
    expectedWindows(pools, week),
    expectedLists(recording, seen.looks, week),
    expectedNews(recording, seen.looks, week),
  ];
  return {
    headline: headlineOf(pools),
    incomplete: incompleteOf(toldShares(seen.answers, week)),
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}

function headlineOf(pools: readonly Pool[]): string {
  const trained = new Set(
    pools.flatMap(({ pool }) => (chipOf(pool.type).trains ? [chipOf(pool.type).name] : [])),
  );
  const known = indicesOf(pools).flatMap(({ name, now, before }) =>
    before === null ? [] : [{ name, now, before, by: Math.abs(now - before) / before }],
  );
  // From half a per cent on.
  const moving = known.filter(({ by }) => by >= 0.005).toSorted((a, b) => b.by - a.by);
  const told = [
    ...moving.filter(({ name }) => trained.has(name)),
    ...moving.filter(({ name }) => !trained.has(name)),
  ].slice(0, 2);
  if (told.length === 0) return `Nothing moved this week: ${known.length} accelerators within 0.5 %`;
  const words = told.map(
    ({ name, now, before }) => `${name} spot ${move(now, before)} to ${dollars(now)}/accelerator-h`,
  );
  const quiet = known.length - moving.length;
  const what = told.every(({ name }) => trained.has(name)) ? 'For training: ' : '';
  const rest = quiet === 0 ? '' : `; ${quiet} of ${known.length} accelerators moved less than 0.5 %`;
  return `${what}${words.join(', ')} this week${rest}`;
}

function incompleteOf(shares: ReadonlyMap<string, number>): string[] {
  const all = [...shares].toSorted(([, a], [, b]) => a - b);
  const mean = all.reduce((sum, [, share]) => sum + share, 0) / all.length;
  const [worst = '', least = 1] = all[0] ?? [];
  if (mean >= 0.98 && least >= 0.98) return [];
  const [overall, one] = [Math.floor(mean * 100), Math.floor(least * 100)];
  return [
    `Spot prices are known for ${overall} % of this time${one < overall ? `, least in ${worst} (${one} %)` : ''}`,
  ];
}
