import { type Happening, oracle, type Told } from './oracle.ts';
import {
  POOLS,
  type RuleName,
  type RuleNow,
  type Script,
  type Settings,
  type VerdictName,
} from './script.ts';
import type { Happened } from './world.ts';

type Pool = (typeof POOLS)[number];

/** One rule and one pool: what was seen of it at which step, and what the lifecycle's own oracle makes of that. */
export type Pair = {
  rule: RuleName;
  zone: string;
  labels: Readonly<Record<string, string>>;
  seen: ReadonlyMap<number, VerdictName>;
  news: ReadonlyMap<number, Told>;
};

export function pairsOf(script: Script, history: readonly Happened[]): Pair[] {
  return (['wide', 'sharp'] as const).flatMap((rule) =>
    POOLS.map((pool) => pairOf(script, history, rule, pool)),
  );
}

function pairOf(script: Script, history: readonly Happened[], rule: RuleName, pool: Pool): Pair {
  const { severity, ...timing } = script.kept[rule];
  const trace: { step: number; happening: Happening }[] = [];
  let { rules } = script.first;
  history.forEach(({ step: deed, at }, step) => {
    const now = rules[rule];
    if (deed.do === 'look' && deed.region === pool.region && now?.zones.includes(pool.zone)) {
      const verdict = deed.verdicts[POOLS.indexOf(pool)] ?? 'unknown';
      trace.push({ step, happening: { at, verdict } });
    }
    if (deed.do !== 'edit') return;
    const closed = now === undefined ? undefined : whyClosed(now, rule, pool, deed.settings);
    if (closed !== undefined) trace.push({ step, happening: { at, closed } });
    ({ rules } = deed.settings);
  });
  const told = oracle(
    trace.map(({ happening }) => happening),
    { intervalMs: script.intervalMs, ...timing },
  );
  const { zone, region } = pool;
  const labels = { rule, severity, zoneId: zone, region, type: 'p5.48xlarge', condition: 'above' };
  const seen = trace.flatMap(({ step, happening }): [number, VerdictName][] =>
    'verdict' in happening ? [[step, happening.verdict]] : [],
  );
  const news = told.map((item): [number, Told] => [trace[item.index]?.step ?? 0, item]);
  return { rule, zone, labels, seen: new Map(seen), news: new Map(news) };
}

/** Why an edit ends what is open of a rule about a pool, if it does. */
function whyClosed(before: RuleNow, rule: RuleName, { region }: Pool, { rules, regions }: Settings) {
  const after = rules[rule];
  if (after === undefined) return 'rule_disabled';
  if ([...before.zones].sort().join() !== [...after.zones].sort().join()) return 'rule_changed';
  return regions.includes(region) ? undefined : 'target_removed';
}
