import { onTestFinished } from 'vitest';
import { openDatabase } from '#db/client.ts';
import { listDeliveries } from '#db/queries/deliveries.ts';
import { type DelivererParts, makeDeliverer } from '#jobs/pipeline/deliver.ts';
import { evaluateSet } from '#jobs/pipeline/evaluate.ts';
import { syncAlerting } from '#jobs/pipeline/sync-rules.ts';
import { makeSend } from '#jobs/send/index.ts';
import type { MailerOptions } from '#jobs/send/smtp.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { WATCH_EVERYTHING, type Watch } from '#lib/config/watch.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { openTestDatabase } from './database.ts';
import { aHeartbeat, aPool, aPrice, aSet, aType, INTERVAL, type SetSpec } from './market.ts';
import { startSlackSink } from './slack-sink.ts';

const START = Date.UTC(2026, 10, 22, 12);

export type DeskSetup = {
  rule?: Record<string, unknown>;
  when?: unknown;
  rules?: unknown[];
  channels?: unknown[];
  routes?: unknown[];
  fallback?: string | undefined;
  smtp?: unknown;
  mailer?: MailerOptions;
};

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A database, a Slack endpoint and clocks that move only when told to. */
export async function openAlertDesk(setup: DeskSetup = {}) {
  const db = openTestDatabase();
  const slack = await startSlackSink();
  let now = START;
  let setBack = 0;
  const rule = {
    name: 'p5 moves',
    kind: 'spot-price-move',
    channels: ['desk'],
    when: setup.when ?? { moves: { percent: 10 } },
    ...setup.rule,
  };
  const { smtp, routes = [], fallback } = setup;
  const read = (sections: Pick<DeskSetup, 'channels' | 'rules' | 'routes' | 'fallback'>) =>
    parseAlerting({ smtp, routes, fallback, ...sections }, { allowLoopback: true, readSecretFile: () => '' });
  const channels = setup.channels ?? [{ name: 'desk', kind: 'slack', webhookUrl: slack.address() }];
  const rules = setup.rules ?? [rule];
  let alerting = read({ channels, rules });
  syncAlerting(db, alerting, now, WATCH_EVERYTHING);

  /** As a restarted process would find it. */
  const reopen = () => {
    const again = openDatabase(db.path, 'worker');
    onTestFinished(() => {
      again.sqlite.close();
    });
    return again;
  };
  const deliverer = (
    over: Partial<Pick<DelivererParts, 'send' | 'groupWaitMs' | 'snoozeUrl' | 'unsubscribeUrl'>> = {},
  ) =>
    makeDeliverer({
      db: reopen(),
      channels: new Map(alerting.channels.map((channel) => [channel.name, channel])),
      send: over.send ?? makeSend(alerting.smtp, setup.mailer),
      clock: makeClock(() => now),
      realNow: () => now,
      monotonic: () => now + setBack,
      random: () => 1,
      log: quiet,
      ...(over.groupWaitMs === undefined ? {} : { groupWaitMs: over.groupWaitMs }),
      ...(over.snoozeUrl === undefined ? {} : { snoozeUrl: over.snoozeUrl }),
      ...(over.unsubscribeUrl === undefined ? {} : { unsubscribeUrl: over.unsubscribeUrl }),
    });
  let current = deliverer();
  return {
    db,
    slack,
    rule,
    deliverer,
    now: () => now,
    /** Lets time pass. */
    pass: (ms: number) => {
      now += ms;
    },
    /** Somebody sets the clock back: no time passes. */
    setBack: (ms: number) => {
      now -= ms;
      setBack += ms;
    },
    /** A look at the market now, one interval after the last. */
    look: (spec: Partial<SetSpec> = {}) => {
      now += INTERVAL;
      aHeartbeat(db, now);
      const set = aSet(db, { at: now, ...spec });
      return { set, ...evaluateSet(db, set) };
    },
    /** A price from now on. */
    price: (seriesId: number, usd: number | null) => aPrice(db, seriesId, now, usd),
    /** A pool at one price for long enough. */
    pool: (usd: number, place: { type?: string; region?: string; zoneId?: string } = {}) =>
      aPool(db, { ...place, points: [[START - 40 * 24 * 3_600_000, usd]] }),
    deliver: () => current.deliverDue(),
    /** Delivers for as long as something is due within a while, letting that time pass. */
    deliverFor: async (ms: number) => {
      const until = now + ms;
      for (let { nextAt } = await current.deliverDue(); nextAt !== undefined && nextAt <= until; ) {
        now = Math.max(now, nextAt);
        ({ nextAt } = await current.deliverDue());
      }
      now = until;
    },
    /** The jobs start anew with this configuration. */
    configure: ({ watch, ...change }: Omit<DeskSetup, 'rule' | 'when'> & { watch?: Partial<Watch> }) => {
      alerting = read({ channels, rules: [rule], ...change });
      const result = syncAlerting(db, alerting, now, { ...WATCH_EVERYTHING, ...watch });
      current = deliverer();
      return result;
    },
    outbox: () => listDeliveries(db, { limit: 100 }).reverse(),
  };
}

/** A desk whose one pool has just gone from 30 to 36 dollars. */
export async function firedDesk(setup: DeskSetup = {}) {
  const desk = await openAlertDesk(setup);
  aType(desk.db);
  const pool = desk.pool(30);
  desk.look();
  desk.price(pool, 36);
  desk.look();
  return { ...desk, poolId: pool };
}
