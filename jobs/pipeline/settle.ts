import type { ChannelChange } from '#db/queries/channels.ts';
import type { Attempt } from '#db/queries/deliveries.ts';
import {
  type Claim,
  type ClaimedDelivery,
  LONGEST_BACK_OFF_MS,
  type Settlement,
} from '#db/queries/outbox.ts';
import type { BackOff, Classification, DelayCause, MailResult, SendResult } from '#lib/channels/types.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';

/** `lost`: the lease had passed on before the answer came. */
export type Outcome = 'delivered' | 'retried' | 'limited' | 'parked' | 'dead' | 'lost';

/** Product time for people, real time for pacing. */
export type Instant = { at: number; real: number; speed: number };

export type Settled = {
  outcome: Outcome;
  deliveries: Settlement[];
  attempt: Pick<Attempt, 'outcome' | 'status' | 'detail'>;
  change: ChannelChange;
};

const BASE_MS = 2 * SECOND;
const CAP_MS = 5 * MINUTE;
const HORIZON_MS = DAY;
const CRITICAL_HORIZON_MS = 72 * HOUR;

/** What an answer makes of every delivery told by the call, and of the channel. Decides only; nothing is written. */
export function settle(
  claim: Claim,
  answer: Classification,
  result: SendResult | MailResult | undefined,
  now: Instant,
  random: () => number,
): Settled {
  const status = result !== undefined && 'status' in result ? result.status : null;
  const settlements = claim.deliveries.map((delivery, index) => {
    const settlement = settleOne(delivery, index === 0, claim, answer, now, random);
    return claim.isTrial ? keepParked(settlement) : settlement;
  });
  const deliveries = alignTries(settlements).map((settlement) => ({ ...settlement, status }));
  const detail =
    'why' in answer ? answer.why : answer.is === 'limited' ? `pause ${answer.retryAfterMs / SECOND} s` : null;
  return {
    outcome: outcomeOf(answer, deliveries),
    deliveries,
    attempt: { outcome: answer.is, status, detail },
    change: changeOf(claim, answer, deliveries, now),
  };
}

type Unsettled = Omit<Settlement, 'status'>;

function settleOne(
  delivery: ClaimedDelivery,
  isHead: boolean,
  claim: Claim,
  answer: Classification,
  now: Instant,
  random: () => number,
): Unsettled {
  const { id, attempts, ambiguous, plain, lastErrorClass } = delivery;
  const same = { id, ambiguous, plain, notBefore: now.real, deliveredAt: null };
  switch (answer.is) {
    case 'delivered':
      return { ...same, state: 'delivered', attempts: attempts + 1, errorClass: null, deliveredAt: now.at };
    case 'limited':
      return { ...same, state: 'queued', attempts, errorClass: 'limited' };
    case 'broken':
    case 'config':
      return { ...same, state: 'parked', attempts: attempts + 1, errorClass: answer.is };
    case 'payload':
      // Told together, it is not known which one was refused: the first goes alone, the others wait as they were.
      if (!isHead) return { ...same, state: 'queued', attempts, errorClass: lastErrorClass };
      return {
        ...same,
        state: plain ? 'dead' : 'queued',
        plain: true,
        attempts: attempts + 1,
        errorClass: 'payload',
      };
    case 'retry': {
      const may = { ambiguous: ambiguous || answer.ambiguous, errorClass: 'unreachable' };
      const tried = {
        ...same,
        ...may,
        attempts: attempts + 1,
        state: stateAfter(delivery, claim, answer, now),
      };
      if (tried.state !== 'queued') return tried;
      return { ...tried, notBefore: now.real + pauseOf(answer.backOff, attempts, random) };
    }
  }
}

/** Where a message stands that did not get through, or of which that is not known. */
function stateAfter(
  delivery: ClaimedDelivery,
  claim: Claim,
  { ambiguous, why, atMost }: Extract<Classification, { is: 'retry' }>,
  now: Instant,
): Settlement['state'] {
  // A reminder that may have arrived is not told again: twice hurts, and not at all does not.
  if (ambiguous && delivery.notice.kind === 'reminder') return 'superseded';
  if (atMost !== undefined && isLastTry(delivery, why, atMost.tries))
    return atMost.end === 'dead' ? 'dead' : 'parked';
  return isTooOld(delivery, claim, now) ? 'dead' : 'queued';
}

/** A trial gives nothing up but a message refused in both forms, which would stand in the way of every later trial. */
function keepParked(settlement: Unsettled): Unsettled {
  const isRefused = settlement.state === 'dead' && settlement.errorClass === 'payload';
  if (settlement.state === 'delivered' || settlement.state === 'superseded' || isRefused) return settlement;
  return { ...settlement, state: 'parked', errorClass: 'broken' };
}

/** Counts only tries in a row that came to the same: an outage before them was another matter. */
function isLastTry({ lastDetails }: ClaimedDelivery, why: string, tries: number): boolean {
  const before = lastDetails.slice(0, tries - 1);
  return before.length === tries - 1 && before.every((detail) => detail === why);
}

/** Deliveries told together try again together: none of them before the first of the lane. */
function alignTries(settlements: readonly Unsettled[]): Unsettled[] {
  const [head] = settlements;
  return settlements.map((settlement) =>
    settlement.state === 'queued' && head?.state === 'queued'
      ? { ...settlement, notBefore: head.notBefore }
      : settlement,
  );
}

/** Full jitter: anywhere between at once and a ceiling that doubles; with a back-off of its own never below its base. */
function pauseOf(own: BackOff | undefined, attempts: number, random: () => number): number {
  const { baseMs, capMs } = own ?? { baseMs: BASE_MS, capMs: CAP_MS };
  const ceiling = Math.min(capMs, LONGEST_BACK_OFF_MS, baseMs * 2 ** Math.min(attempts, 20));
  const floor = own === undefined ? 0 : baseMs;
  return Math.round(floor + random() * (ceiling - floor));
}

/** The time it waited in a broken channel does not count: that was not for lack of trying. */
function isTooOld({ createdAt, notice }: ClaimedDelivery, { channelSince }: Claim, now: Instant): boolean {
  const realAge = (now.at - Math.max(createdAt, channelSince)) / now.speed;
  return realAge > (notice.severity === 'critical' ? CRITICAL_HORIZON_MS : HORIZON_MS);
}

function outcomeOf(answer: Classification, deliveries: readonly Settlement[]): Outcome {
  if (answer.is === 'delivered' || answer.is === 'limited') return answer.is;
  const state = deliveries[0]?.state;
  if (state === 'dead' || state === 'parked') return state;
  return 'retried';
}

function changeOf(
  { isTrial }: Claim,
  answer: Classification,
  deliveries: readonly Settlement[],
  now: Instant,
): ChannelChange {
  if (isTrial && answer.is !== 'delivered') return { to: 'broken', reason: whyNot(answer) };
  if (answer.is === 'limited') {
    return { to: 'paused', until: now.real + answer.retryAfterMs, reason: whyNot(answer) };
  }
  if (answer.is === 'broken' || answer.is === 'config') return { to: 'broken', reason: answer.why };
  if (answer.is === 'retry' && deliveries[0]?.state === 'parked') return { to: 'broken', reason: answer.why };
  return { to: 'ok' };
}

function whyNot(answer: Exclude<Classification, { is: 'delivered' }>): string {
  return 'why' in answer ? answer.why : 'asked to slow down (429)';
}

/** What a message has been waiting for, from what came of its last attempt. */
export function causeOf(errorClass: string | null): DelayCause {
  if (errorClass === 'limited') return 'limited';
  if (errorClass === 'broken' || errorClass === 'config') return 'broken';
  return errorClass === 'unreachable' ? 'unreachable' : 'not_running';
}
