import { bindRule } from '#db/alerting/bind-rules.ts';
import { type Db, writeTransaction } from '#db/client.ts';
import { channelStandings } from '#db/queries/channel-standings.ts';
import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { listFindings } from '#db/queries/health-findings.ts';
import { ruleErrors } from '#db/queries/rule-errors.ts';
import { listEnabledRules } from '#db/queries/rules.ts';
import { firingByRegion } from '#db/queries/told-alerts.ts';
import { DAY, MINUTE, SECOND } from '#lib/domain/time.ts';
import { channelTroubles, ruleTroubles, troublesOf } from '#lib/health/troubles.ts';
import type { DeskReading } from '#lib/rules/types.ts';
import { judgeHealth } from '#lib/series/collector-health.ts';
import type { JobContext } from './context.ts';
import type { Heartbeat } from './heartbeat.ts';
import { ERRORS_LAST_MS, evaluateDesk } from './pipeline/evaluate.ts';
import { sweepAlerts } from './pipeline/sweep.ts';

type WatchContext = Pick<JobContext, 'db' | 'clock' | 'simulated' | 'log'>;

/** Product time between two rounds. */
const INTERVAL_MS = MINUTE;

/** One round after another: the desk watches its own sources, silences end, reminders fall due. */
export class Watch {
  readonly #context: WatchContext;
  readonly #heartbeat: Heartbeat | undefined;
  #lastAt: number | undefined;
  #watchedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: WatchContext, heartbeat?: Heartbeat) {
    this.#context = context;
    this.#heartbeat = heartbeat;
  }

  /** What time alone has brought about since the last round; returns how many messages were queued. */
  round(): number {
    const { db, clock } = this.#context;
    const now = clock.now();
    this.#count(now);
    return writeTransaction(db, () => this.#watchDesk(now)) + sum(sweepAlerts(db, now));
  }

  /** A gap, as of a machine that slept, begins the watch anew: what has grown old meanwhile gets its time. */
  #count(now: number): void {
    const passed = this.#lastAt === undefined ? 0 : now - this.#lastAt;
    this.#watchedMs = passed < 0 || passed > 3 * INTERVAL_MS ? 0 : this.#watchedMs + passed;
    this.#lastAt = now;
  }

  #watchDesk(now: number): number {
    const { db, simulated, log } = this.#context;
    const reading = readDesk(db, now, this.#watchedMs);
    let told = 0;
    for (const rule of listEnabledRules(db)) {
      const bound = bindRule(rule);
      if ('code' in bound || bound.kind.reads !== 'desk') continue;
      const { deliveries, ruleErrors } = evaluateDesk(db, bound, reading, { now, simulated });
      for (const error of ruleErrors) log.warn(error, 'a rule was not evaluated in full');
      told += deliveries;
    }
    return told;
  }

  /** `wake` is called when something was queued. */
  start(wake: () => void): void {
    const realMs = Math.max(SECOND, INTERVAL_MS / this.#context.clock.speed);
    this.#timer = setInterval(() => {
      try {
        if (this.round() > 0) wake();
        void this.#heartbeat?.beat();
      } catch (error) {
        // A database that is locked for a moment: the next round finds the same.
        this.#context.log.error({ error: String(error) }, 'a round of the watch failed');
      }
    }, realMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function readDesk(db: Db, now: number, watchedMs: number): DeskReading {
  const findings = listFindings(db);
  const health = judgeHealth(watchedTargets(db), { ...runBounds(db), findings }, now);
  const channels = channelStandings(db, now - DAY);
  const troubles = [
    ...troublesOf(health, findings, watchedMs),
    ...channelTroubles(channels),
    ...ruleTroubles(ruleErrors(db, now - ERRORS_LAST_MS)),
  ];
  const look = {
    at: now,
    intervalMs: INTERVAL_MS,
    completeness: 'complete' as const,
    items: troubles.length,
  };
  return { look, troubles, firing: firingByRegion(db) };
}
