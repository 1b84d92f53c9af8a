import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Db } from '#db/client.ts';
import { episodesOf } from '#db/queries/episodes.ts';
import { readExtras } from '#db/queries/notice-extras.ts';
import { type Claim, claimDelivery, settleDeliveries } from '#db/queries/outbox.ts';
import type { NoticeExtras } from '#lib/alerts/extras.ts';
import type { Notice, Severity } from '#lib/alerts/notice.ts';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig, ChannelKind, Outgoing, RenderContext } from '#lib/channels/types.ts';
import type { Clock } from '#lib/domain/clock.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import { CALL_TIMEOUT_MS } from '../send/http.ts';
import type { Send } from '../send/index.ts';
import { type Called, callAll, type PartsDone } from './call.ts';
import { Lanes } from './lanes.ts';
import { causeOf, type Outcome, settle } from './settle.ts';

/** A worker that has not answered for this long after the end of its call is taken for dead, real milliseconds. */
const GRACE_MS = 30 * SECOND;
/** How often an idle channel looks for work that nobody woke it for, real milliseconds. */
const IDLE_MS = SECOND;
/** After a failure of our own, such as a full disk. */
const TROUBLE_MS = 5 * SECOND;
/** How often a broken channel is tried with one call, real milliseconds. */
const TRIAL_MS = 30 * MINUTE;
/** Stuck messages of one lane that are told in one. */
const MOST_MERGED = 20;
/** A message of several calls begins no other one after this, so that the last ends within the lease. */
const CALLS_WITHIN_MS = 25 * SECOND;

export type DelivererParts = {
  db: Db;
  channels: ReadonlyMap<string, ChannelConfig>;
  send: Send;
  /** Product time: what people read. */
  clock: Clock;
  /** Real time: leases and back-off have to do with a real network, and outlive this process. */
  realNow: () => number;
  /** Real milliseconds on a clock that never steps: what paces calls within this process. */
  monotonic: () => number;
  random: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Base address of the pages, for links. */
  publicUrl?: string;
  /** Where the reader of a notice may silence it. */
  snoozeUrl?: (notice: Notice, noticeId: string) => string | undefined;
  /** Where the person behind a channel may end what a notice is an issue of. */
  unsubscribeUrl?: (notice: Notice, channel: ChannelConfig) => string | undefined;
  /** How long news waits for more of its kind, real milliseconds; nothing waits unless said. */
  groupWaitMs?: Readonly<Record<Severity, number>>;
};

/** As spec 2.7 has it: what is critical goes at once. */
export const GROUP_WAIT_MS = { critical: 0, normal: 10 * SECOND, info: MINUTE } as const;
const NO_WAIT = { critical: 0, normal: 0, info: 0 } as const;

/** Calls by what came of them, and the real instant at which something is due again. */
type Drained = Record<Outcome, number> & { nextAt: number | undefined };

export type Deliverer = {
  /** Sends what is due now, all channels side by side. */
  deliverDue(): Promise<Drained>;
  start(): void;
  /** Lets calls in flight end and takes up no more. */
  stop(): Promise<void>;
  /** Something was queued: look now. */
  wake(): void;
  /** From now on these are the channels. */
  use(channels: ReadonlyMap<string, ChannelConfig>): void;
};

export function makeDeliverer(parts: DelivererParts): Deliverer {
  const lanes = new Lanes((channel) => {
    const kind = channelKind(channel.kind);
    return kind === undefined ? undefined : new ChannelWorker(parts, channel, kind);
  });
  lanes.use(parts.channels);
  return {
    async deliverDue() {
      return sum(await Promise.all(lanes.all().map((lane) => lane.drain())));
    },
    start: () => lanes.start(),
    stop: () => lanes.stop(),
    wake: () => {
      for (const lane of lanes.all()) lane.wake();
    },
    use: (channels) => lanes.use(channels),
  };
}

function nothing(): Drained {
  return { delivered: 0, retried: 0, limited: 0, parked: 0, dead: 0, lost: 0, nextAt: undefined };
}

function sum(all: readonly Drained[]): Drained {
  const total = nothing();
  for (const drained of all) {
    for (const key of ['delivered', 'retried', 'limited', 'parked', 'dead', 'lost'] as const) {
      total[key] += drained[key];
    }
    if (drained.nextAt !== undefined) total.nextAt = Math.min(total.nextAt ?? drained.nextAt, drained.nextAt);
  }
  return total;
}

/** One channel with a loop and a pace of its own: a slow receiver keeps nobody else waiting. */
class ChannelWorker {
  readonly channel: ChannelConfig;
  readonly #parts: DelivererParts;
  readonly #kind: ChannelKind;
  #lastSendAt = Number.NEGATIVE_INFINITY;
  /** When a channel that was found broken is tried again; long past for any other. */
  #trialAt = Number.NEGATIVE_INFINITY;
  #done: PartsDone = { noticeId: '', parts: new Set() };
  #stopping = false;
  #loop: Promise<void> | undefined;
  #wake: () => void = () => {};
  #woken = false;

  constructor(parts: DelivererParts, channel: ChannelConfig, kind: ChannelKind) {
    this.#parts = parts;
    this.channel = channel;
    this.#kind = kind;
  }

  async drain(): Promise<Drained> {
    const drained = nothing();
    while (!this.#stopping) {
      const [realNow, elapsed] = [this.#parts.realNow(), this.#parts.monotonic()];
      const paceMs = this.#lastSendAt + this.#kind.paceMs - elapsed;
      if (paceMs > 0) return { ...drained, nextAt: realNow + paceMs };
      const trialMs = this.#trialAt - elapsed;
      const token = randomUUID();
      const leaseUntil = realNow + (this.#kind.callTimeoutMs ?? CALL_TIMEOUT_MS) + GRACE_MS;
      const most = this.#kind.isOneByOne ? 1 : MOST_MERGED;
      const request = { channel: this.channel.name, realNow, leaseUntil, token, most };
      const { db, groupWaitMs = NO_WAIT } = this.#parts;
      const found = claimDelivery(db, { ...request, groupWaitMs, mayTry: trialMs <= 0 });
      if (found.claim === undefined)
        return { ...drained, nextAt: found.nextAt ?? (trialMs > 0 ? realNow + trialMs : undefined) };
      this.#lastSendAt = elapsed;
      drained[await this.#attempt(found.claim, token)]++;
    }
    return drained;
  }

  async #attempt(claim: Claim, token: string): Promise<Outcome> {
    const { db, clock, realNow, monotonic, random, log } = this.#parts;
    const startedAt = monotonic();
    const { result, answer } = await this.#call(claim);
    const at = clock.now();
    const now = { at, real: realNow(), speed: clock.speed };
    const settled = settle(claim, answer, result, now, random);
    const attempt = { at, tookMs: Math.round(monotonic() - startedAt), ...settled.attempt };
    this.#trialAt = settled.change.to === 'broken' ? monotonic() + TRIAL_MS : Number.NEGATIVE_INFINITY;
    const held = settleDeliveries(db, token, claim.channelId, settled.deliveries, attempt, settled.change);
    const note = {
      channel: this.channel.name,
      notice: claim.deliveries[0].noticeId.slice(0, 8),
      outcome: attempt.outcome,
      detail: attempt.detail,
    };
    if (!held) log.warn(note, 'the lease had passed on: result not recorded');
    else if (settled.outcome === 'delivered') log.info(note, 'delivered');
    else log.warn(note, 'not delivered');
    return held ? settled.outcome : 'lost';
  }

  /** Never throws: whatever goes wrong with one message is an outcome of that message. */
  async #call(claim: Claim): Promise<Called> {
    const [{ notice, noticeId }] = claim.deliveries;
    const { send, monotonic } = this.#parts;
    const startedAt = monotonic();
    if (this.#done.noticeId !== noticeId) this.#done = { noticeId, parts: new Set() };
    try {
      const calls = [this.#kind.render(notice, this.channel.address, this.#contextOf(claim))].flat();
      const hasTime = () => monotonic() - startedAt < CALLS_WITHIN_MS;
      return await callAll(calls.map(this.#guarded), send, this.#kind, this.#done, hasTime);
    } catch (error) {
      this.#parts.log.error(
        { channel: this.channel.name, error: (error as Error).name },
        'a message could not be sent',
      );
      return {
        result: { failure: 'network', detail: 'INTERNAL', reached: true },
        answer: { is: 'retry', why: 'internal', ambiguous: true, atMost: { tries: 3, end: 'dead' } },
      };
    }
  }

  /** Here and not in a kind, so that none can forget it. */
  readonly #guarded = (request: Outgoing): Outgoing => {
    const { reach } = this.channel;
    if (reach === undefined || request.transport === 'smtp') return request;
    return { ...request, reach };
  };

  #contextOf({ deliveries }: Claim): RenderContext {
    const [head, ...later] = deliveries;
    const { db, clock, publicUrl } = this.#parts;
    const { options } = this.channel;
    const ids = deliveries.map((delivery) => delivery.id);
    const now = clock.now();
    return {
      noticeId: head.noticeId,
      now,
      delay: { ms: Math.max(0, now - head.createdAt) / clock.speed, cause: causeOf(head.lastErrorClass) },
      ambiguous: deliveries.some((delivery) => delivery.ambiguous),
      plain: head.plain,
      later: later.map((delivery) => delivery.notice),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(options === undefined ? {} : { options }),
      ...this.#linksOf(head),
      ...this.#extrasOf(head.notice, now),
      ...(this.#kind.asksForEpisodes ? { episodes: episodesOf(db, ids) } : {}),
    };
  }

  #linksOf({
    notice,
    noticeId,
  }: Claim['deliveries'][0]): Pick<RenderContext, 'snoozeUrl' | 'unsubscribeUrl'> {
    const snoozeUrl = this.#parts.snoozeUrl?.(notice, noticeId);
    const unsubscribeUrl = this.#parts.unsubscribeUrl?.(notice, this.channel);
    return {
      ...(snoozeUrl === undefined ? {} : { snoozeUrl }),
      ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }),
    };
  }

  /** Good to have: a message leaves without them when they cannot be had. */
  #extrasOf(notice: Notice, now: number): { extras?: NoticeExtras } {
    try {
      const extras = readExtras(this.#parts.db, notice, now);
      return extras === undefined ? {} : { extras };
    } catch (error) {
      this.#parts.log.warn({ error: (error as Error).message }, 'a message leaves without what surrounds it');
      return {};
    }
  }

  start(): void {
    this.#stopping = false;
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
    this.#loop = undefined;
  }

  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      const waitMs = await this.#round();
      if (!this.#woken && !this.#stopping) await this.#sleep(waitMs);
    }
  }

  async #round(): Promise<number> {
    try {
      const { nextAt } = await this.drain();
      const wait = nextAt === undefined ? IDLE_MS : nextAt - this.#parts.realNow();
      return Math.min(Math.max(wait, 0), IDLE_MS);
    } catch (error) {
      this.#parts.log.error(
        { channel: this.channel.name, error: (error as Error).message },
        'delivery stopped for a moment',
      );
      return TROUBLE_MS;
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
