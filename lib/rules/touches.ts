import type { Labels } from '#lib/alerts/identity.ts';
import type { RuleKind } from './types.ts';

const CONDITIONS = ['rise', 'fall', 'above', 'below'];

/** Whether a rule looks at what these labels stand for, whatever it asks of it. */
export function looksAt(kind: RuleKind, params: unknown, labels: Labels): boolean {
  return CONDITIONS.some((condition) => kind.watches(params, { ...labels, condition }));
}
