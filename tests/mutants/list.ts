/** A protection taken out of the code, and a test that has to notice. */
export type Mutant = {
  /** What the product would do without it. */
  name: string;
  file: string;
  find: string;
  replace: string;
  /** The test file that fails then. */
  test: string;
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a commit that is not on the disk yet (synchronous NORMAL)',
    file: 'db/client.ts',
    find: "sqlite.pragma('synchronous = FULL');",
    replace: "sqlite.pragma('synchronous = NORMAL');",
    test: 'tests/migrations/guard.test.ts',
  },
  {
    name: 'a transaction that is upgraded half way (deferred)',
    file: 'db/client.ts',
    find: 'return db.sqlite.transaction(work).immediate();',
    replace: 'return db.sqlite.transaction(work).deferred();',
    test: 'db/client.test.ts',
  },
  {
    name: 'an answer without its list taken for nothing on offer (?? [])',
    file: 'jobs/aws/call.ts',
    find: 'if (value === undefined) throw',
    replace: 'if (value === undefined) return [];\n  if (value === null) throw',
    test: 'jobs/aws/call.test.ts',
  },
  {
    name: 'a second worker on one database (no lock)',
    file: 'db/lock.ts',
    find: "lock.exec('BEGIN EXCLUSIVE');",
    replace: '',
    test: 'db/lock.test.ts',
  },
  {
    name: 'a run that never ends (no deadline)',
    file: 'jobs/execute.ts',
    find: "timers.push(setTimeout(() => resolve('timeout'), deadlineMs + GRACE_MS));",
    replace: 'void resolve;',
    test: 'tests/integration/ledger.test.ts',
  },
  {
    name: 'a partial look that proves absence',
    file: 'lib/rules/block-offer/index.ts',
    find: "return look.completeness === 'complete' ? { is: 'false' } : { is: 'unknown', health: 'error' };",
    replace: "return look.completeness === 'failed' ? { is: 'unknown', health: 'error' } : { is: 'false' };",
    test: 'lib/rules/block-offer/block-offer.test.ts',
  },
  {
    name: 'a failed look evaluated as a whole one',
    file: 'lib/rules/pools.ts',
    find: "if (look.completeness !== 'complete') return ERROR;",
    replace: '',
    test: 'lib/rules/spot-price-move/spot-price-move.test.ts',
  },
  {
    name: 'durations by the wall clock',
    file: 'lib/alerts/lifecycle.ts',
    find: 'const delta = Math.min(Math.max(0, timing.now - previous.lastEvalAt), 2 * timing.intervalMs);',
    replace: 'const delta = timing.now - previous.lastEvalAt;',
    test: 'lib/alerts/lifecycle.test.ts',
  },
  {
    name: 'missing data that ends an alert',
    file: 'lib/alerts/lifecycle.ts',
    find: "if (verdict.is === 'unknown') return unknown(previous, verdict.health, timing.now);",
    replace: "if (verdict.is === 'unknown') return advance(previous, { is: 'false' }, timing);",
    test: 'lib/alerts/lifecycle.test.ts',
  },
  {
    name: 'an outbox row outside the transaction of its event',
    file: 'jobs/pipeline/evaluate.ts',
    find: 'evaluation.deliveries += announce(db, about, told, {',
    replace: 'queueMicrotask(() => announce(db, about, told, occasion));\n  const occasion = ({',
    test: 'tests/integration/alert-path.test.ts',
  },
  {
    name: 'a message marked as delivered before it is sent',
    file: 'db/queries/outbox.ts',
    find: ".set({ state: 'sending', ...placeholders({ leaseToken: token, leaseUntil }) })",
    replace: ".set({ state: 'delivered', ...placeholders({ leaseToken: token, leaseUntil }) })",
    test: 'tests/integration/alert-recovery.test.ts',
  },
  {
    name: 'Slack’s 429 taken for the end of a message',
    file: 'lib/channels/slack/classify.ts',
    find: "if (status === 429) return { is: 'limited', retryAfterMs: pauseOf(result.retryAfter) };",
    replace: "if (status === 429) return { is: 'payload', why: '429' };",
    test: 'lib/channels/slack/classify.test.ts',
  },
  {
    name: 'an IP literal that nobody looks up and nobody judges',
    file: 'jobs/send/guard.ts',
    find: 'if (literal !== undefined) refuse(literal);',
    replace: 'void literal;',
    test: 'tests/integration/send-guard.test.ts',
  },
  {
    name: 'a name judged by its first address only',
    file: 'jobs/send/guard.ts',
    find: 'for (const { address } of addresses) refuse(address);',
    replace: 'for (const { address } of addresses.slice(0, 1)) refuse(address);',
    test: 'tests/integration/send-guard.test.ts',
  },
  {
    name: 'a secret that shows in logs (redaction off)',
    file: 'lib/domain/secret.ts',
    find: "  toJSON(): string {\n    return '<secret>';",
    replace: '  toJSON(): string {\n    return this.#value;',
    test: 'lib/config/alerting.test.ts',
  },
  {
    name: 'an end of what was never told',
    file: 'jobs/pipeline/announce.ts',
    find: "if (item.kind === 'resolved') return !isUntold(db, item.eventId);",
    replace: "if (item.kind === 'resolved') return true;",
    test: 'tests/integration/watch.test.ts',
  },
  {
    name: 'a reminder while a message waits',
    file: 'lib/alerts/reminder.ts',
    find: 'repeatMs > 0 && !waiting && lastDeliveredAt !== null && now - lastDeliveredAt >= repeatMs;',
    replace: 'repeatMs > 0 && now - (lastDeliveredAt ?? 0) >= repeatMs;',
    test: 'tests/integration/watch.test.ts',
  },
  {
    name: 'news of what comes and goes, every time',
    file: 'lib/alerts/flapping.ts',
    find: 'const EPISODES = 6;',
    replace: 'const EPISODES = 6000;',
    test: 'tests/integration/watch.test.ts',
  },
  {
    name: 'ten regions, ten messages',
    file: 'db/queries/outbox.ts',
    find: '    letGather(db, to.id, request);\n',
    replace: '',
    test: 'tests/integration/alert-gather.test.ts',
  },
  {
    name: 'a desk that was off and holds its age against every source',
    file: 'jobs/watch.ts',
    find: 'this.#watchedMs = passed < 0 || passed > 3 * INTERVAL_MS ? 0 : this.#watchedMs + passed;',
    replace: 'this.#watchedMs = Number.MAX_SAFE_INTEGER;',
    test: 'tests/integration/watch.test.ts',
  },
];
