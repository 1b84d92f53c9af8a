import { z } from 'zod';
import type { RuleError } from '../alerting/bind-rules.ts';
import type { Db } from '../client.ts';
import { readRecord, writeRecord } from './meta-record.ts';

const KEY = 'rule_errors';
const shape = z.record(z.string(), z.object({ code: z.string(), detail: z.string(), at: z.int() }));

/** Rules that could not be evaluated in full, by name: why, and when that last was so. Product time. */
export type RuleErrors = z.infer<typeof shape>;

export function ruleErrors(db: Db, since: number): RuleErrors {
  const all = readRecord(db, KEY, shape) ?? {};
  return Object.fromEntries(Object.entries(all).filter(([, { at }]) => at >= since));
}

/** Notes what stopped rules at a look, inside the caller's transaction; what has not happened since `since` is forgotten. */
export function noteRuleErrors(db: Db, errors: readonly RuleError[], now: number, since: number): void {
  if (errors.length === 0) return;
  const fresh = Object.fromEntries(
    errors.map(({ rule, code, detail }) => [rule, { code, detail: detail.slice(0, 200), at: now }]),
  );
  writeRecord(db, KEY, { ...ruleErrors(db, since), ...fresh });
}
