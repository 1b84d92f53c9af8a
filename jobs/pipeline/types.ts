import type { RuleError } from '#db/alerting/bind-rules.ts';
import type { Completeness } from '#lib/domain/outcome.ts';

/** A sample set about to become visible: what the publisher hands to the rules inside its own transaction. */
export type PublishedSet = {
  /** sample_set.id, the logical clock. */
  id: number;
  collector: string;
  region: string;
  /** Product time. */
  collectedAt: number;
  completeness: Completeness;
  intervalMs: number;
  simulated: boolean;
};

export type Evaluation = { transitions: number; deliveries: number; ruleErrors: RuleError[] };
