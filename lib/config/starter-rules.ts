import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { ruleKind } from '#lib/rules/index.ts';
import type { RuleConfig } from './rules.ts';

const TRAINING = ['p4d*', 'p5*', 'p6*', 'trn*'];

type Starter = Pick<RuleConfig, 'name' | 'kind' | 'severity'> & { when: object; keepFiringMs?: number };

/**
 * What is watched as long as nobody has written rules: training types that move so far that it matters, capacity that
 * comes and goes, and the account. Judged by a back-test on a recorded year (decision 0023).
 */
const STARTERS: readonly Starter[] = [
  {
    name: 'training spot price moves 8 % in a day',
    kind: 'spot-price-move',
    severity: 'normal',
    when: { types: TRAINING, moves: { percent: 8, within: '24h' } },
    keepFiringMs: 6 * HOUR,
  },
  {
    name: 'cheapest block moves 10 % in a week',
    kind: 'block-price',
    severity: 'normal',
    when: { moves: { percent: 10, within: '7d' } },
    keepFiringMs: 6 * HOUR,
  },
  {
    name: 'training type comes or goes',
    kind: 'type-offering',
    severity: 'normal',
    when: { types: TRAINING },
  },
  { name: 'quota changed', kind: 'quota-change', severity: 'normal', when: {} },
  { name: 'quota request decided', kind: 'quota-request', severity: 'normal', when: {} },
  { name: 'quota nearly used up', kind: 'quota-use', severity: 'normal', when: { percent: 90 } },
  { name: 'own capacity starts or ends soon', kind: 'reservation', severity: 'normal', when: {} },
];

/** The starter rules without anybody to tell. */
export const STARTER_RULES: readonly Omit<RuleConfig, 'channels'>[] = STARTERS.map(
  ({ name, kind, severity, when, keepFiringMs = 15 * MINUTE }) => ({
    name,
    kind,
    severity,
    forMs: 0,
    keepFiringMs,
    resolveEvals: 2,
    repeatMs: 0,
    params: ruleKind(kind)?.paramsSchema.parse(when),
  }),
);
