import type { Logger } from 'pino';
import { type Db, writeTransaction } from '#db/client.ts';
import { runBounds } from '#db/queries/health.ts';
import { writeRecord } from '#db/queries/meta-record.ts';
import { outboxSigns, untoldTroubles } from '#db/queries/told-alerts.ts';
import type { OutgoingRequest, SendResult } from '#lib/channels/types.ts';
import type { Clock } from '#lib/domain/clock.ts';
import { Secret } from '#lib/domain/secret.ts';
import { DAY } from '#lib/domain/time.ts';
import { judgeBeat } from '#lib/health/heartbeat.ts';

type Parts = {
  db: Db;
  clock: Pick<Clock, 'now'>;
  log: Pick<Logger, 'warn'>;
  send: (request: OutgoingRequest) => Promise<SendResult>;
  /** Where a sign of life goes; what is amiss goes to the same address with /fail behind it. */
  address: Secret;
};

/** Tells somebody outside that the desk lives: when it stops, that is what speaks. No data leaves, a reason in a word. */
export class Heartbeat {
  readonly #parts: Parts;
  #underWay = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Never throws; one call at a time. */
  async beat(): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    try {
      const { is, ...rest } = this.#judge();
      const result = await this.#parts.send({
        method: 'POST',
        url: is === 'well' ? this.#parts.address : failing(this.#parts.address),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: 'reason' in rest ? rest.reason : 'well',
      });
      if ('failure' in result)
        this.#parts.log.warn({ failure: result.failure }, 'the heartbeat did not get through');
    } finally {
      this.#underWay = false;
    }
  }

  /** A desk that cannot write knows nothing new: that is told as well. */
  #judge() {
    const { db, clock } = this.#parts;
    const now = clock.now();
    try {
      writeTransaction(db, () => writeRecord(db, 'heartbeat', { at: now }));
      const { lastRunAt } = runBounds(db);
      return judgeBeat({ lastRunAt, untold: untoldTroubles(db), ...outboxSigns(db, now - DAY), now });
    } catch {
      return { is: 'unwell' as const, reason: 'database' };
    }
  }
}

function failing(address: Secret): Secret {
  const url = new URL(address.reveal());
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/fail`;
  return new Secret(url.href);
}
