import type { Db } from '#db/client.ts';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { summary } from '#lib/alerts/wording.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';

/** Gives a desk rules and a channel; what they queue is read from the outbox as the first line of each message. */
export function tellRules(db: Db, now: number, rules: readonly Record<string, unknown>[]) {
  const entries = rules.map((rule, index) => ({
    name: `rule ${index + 1}`,
    channels: ['desk'],
    keepFiring: '0s',
    resolveEvals: 1,
    ...rule,
  }));
  const webhookUrl = 'http://127.0.0.1:1/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';
  const alerting = parseAlerting(
    { channels: [{ name: 'desk', kind: 'slack', webhookUrl }], rules: entries },
    { allowLoopback: true, readSecretFile: () => '' },
  );
  syncAlerting(db, alerting, now, WATCH_EVERYTHING);
  let seen = 0;
  return {
    /** What has been queued since the last time, oldest first. */
    told(): string[] {
      const all = listDeliveries(db, { limit: 1000 }).reverse();
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh.map(({ kind, notice }) => `${kind}: ${notice === undefined ? '?' : summary(notice)}`);
    },
  };
}
