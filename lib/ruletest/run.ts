import { identityOf } from '#lib/alerts/identity.ts';
import { type AlertState, advance, freshState, type Phase } from '#lib/alerts/lifecycle.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import type { Completeness } from '#lib/domain/outcome.ts';
import { parseDuration } from '#lib/domain/time.ts';
import type { PoolReading, RuleKind, RuleLook, SeriesReading } from '#lib/rules/types.ts';
import type { RuleTest, TestState } from './file.ts';
import type { TestSample } from './notation.ts';

/** What one expectation came to. */
export type TestResult = { test: string; at: string; expected: TestState; was: TestState };

/** Micro-dollars, where a test writes dollars; hours of lead as minutes. */
const FACTORS: Readonly<Record<string, number>> = { spot: 1e6, 'block-price': 1e6, 'block-lead': 60 };

/** Any instant will do: rules about prices look at no calendar. */
const START = Date.UTC(2026, 0, 5);

/** Plays the looks of a test through the rule's own evaluation and lifecycle; the worst state of its alerts counts. */
export function runRuleTest(
  test: RuleTest,
  rule: RuleConfig,
  kind: RuleKind,
  defaultIntervalMs: number,
): TestResult[] {
  const intervalMs = test.interval === undefined ? defaultIntervalMs : (parseDuration(test.interval) ?? 0);
  const { forMs, keepFiringMs, resolveEvals } = rule;
  const states = new Map<string, AlertState>();
  const looks = Math.max(...test.series.map(({ samples }) => samples.length));
  const timeline: TestState[] = [];
  for (let look = 0; look < looks; look++) {
    const now = START + look * intervalMs;
    for (const region of new Set(test.series.map((one) => one.region)))
      for (const finding of findingsOf(test, rule, kind, { region, look, now, intervalMs })) {
        const identity = identityOf(finding.labels());
        const before = states.get(identity) ?? freshState(now);
        if (!states.has(identity) && finding.verdict.is !== 'true') continue;
        const timing = { now, intervalMs, forMs, keepFiringMs, resolveEvals };
        states.set(identity, advance(before, finding.verdict, timing).next);
      }
    timeline.push(worstOf([...states.values()].map(({ phase }) => phase)));
  }
  return test.expect.map(({ at, state: expected }) => {
    const index = Math.floor((parseDuration(at) ?? 0) / intervalMs);
    return { test: test.name, at, expected, was: timeline[Math.min(index, timeline.length - 1)] ?? 'ok' };
  });
}

const ORDER: readonly Phase[] = ['firing', 'cooling', 'pending', 'ok'];
const NAMES: Readonly<Record<Phase, TestState>> = {
  ok: 'ok',
  pending: 'pending',
  firing: 'firing',
  cooling: 'recovering',
};

function worstOf(phases: readonly Phase[]): TestState {
  return NAMES[ORDER.find((phase) => phases.includes(phase)) ?? 'ok'];
}

type At = { region: string; look: number; now: number; intervalMs: number };

function findingsOf(test: RuleTest, rule: RuleConfig, kind: RuleKind, at: At) {
  const own = test.series.filter((one) => one.region === at.region);
  const reading = kind.reads === 'pools' ? poolsAt(own, kind, rule, at) : seriesAt(own, kind, rule, at);
  return kind.evaluate(rule.params, reading, at.now);
}

type Series = RuleTest['series'][number];

function lookAt(own: readonly Series[], { look, now, intervalMs }: At): RuleLook {
  const all = own.map(({ samples }) => samples[look]?.is);
  const completeness: Completeness = all.includes('failed')
    ? 'failed'
    : all.includes('partial')
      ? 'partial'
      : 'complete';
  return { at: now, intervalMs, completeness, items: own.length };
}

/** The value of the newest look before, or at, an index that told one. */
function valueBy({ samples, kind }: Series, index: number): number | null {
  for (let at = Math.min(index, samples.length - 1); at >= 0; at--) {
    const sample = samples[at];
    if (sample?.is === 'value') return Math.round(sample.value * (FACTORS[kind] ?? 1));
    if (sample?.is === 'absent') return null;
  }
  return null;
}

const knownOf = ({ now }: At) => [{ from: START, to: now }];

function poolsAt(own: readonly Series[], kind: RuleKind, rule: RuleConfig, at: At): PoolReading {
  const { windowsMs } = kind.needs(rule.params);
  return {
    region: at.region,
    look: lookAt(own, at),
    pools: own.map((one, id) => ({
      id,
      type: one.type,
      zoneId: one.zone,
      product: one.product,
      chip: one.accelerators === undefined ? null : { name: 'accelerator', count: one.accelerators },
      priceMicro: valueBy(one, at.look),
      scale: 6,
      changedAt: null,
      confirmedAt: at.now,
      known: knownOf(at),
    })),
    previous: previousOf(own, windowsMs, at),
    onDemand: new Map(
      own.flatMap(({ type, onDemand }) => (onDemand === undefined ? [] : [[type, onDemand * 1e6] as const])),
    ),
    daily: new Map(),
  };
}

function seriesAt(own: readonly Series[], kind: RuleKind, rule: RuleConfig, at: At): SeriesReading {
  const { windowsMs } = kind.needs(rule.params);
  return {
    region: at.region,
    look: lookAt(own, at),
    series: own.map((one, id) => {
      const value = valueBy(one, at.look);
      const sample: TestSample | undefined = one.samples[at.look];
      return {
        id,
        kind: one.kind,
        type: one.type,
        zoneId: one.zone,
        qualifier: one.qualifier,
        value,
        outcome: value === null ? ('none' as const) : ('value' as const),
        changedAt: null,
        toldNow: sample?.is === 'value' || sample?.is === 'absent',
        chip: null,
      };
    }),
    previous: previousOf(own, windowsMs, at),
    known: knownOf(at),
    names: new Map(),
  };
}

function previousOf(own: readonly Series[], windowsMs: readonly number[], { look, intervalMs }: At) {
  return new Map(
    windowsMs.map((window) => [
      window,
      new Map(own.map((one, id) => [id, valueBy(one, look - Math.ceil(window / intervalMs))])),
    ]),
  );
}
