import { hash32, randomFrom } from '../hash.ts';
import type { QuotaFacts } from './codes.ts';
import type { Holder } from './holder.ts';

/** Times are epoch seconds. */
export interface QuotaRequest {
  readonly id: string;
  readonly caseId: string | undefined;
  readonly quota: QuotaFacts;
  readonly automatic: boolean;
  readonly desired: number;
  readonly status: 'PENDING' | 'CASE_OPENED' | Outcome;
  readonly createdAt: number;
  readonly updatedAt: number;
}

type Outcome = 'APPROVED' | 'DENIED' | 'NOT_APPROVED' | 'CASE_CLOSED';

export interface QuotaCourse {
  /** The step of the ladder that the account stands on. */
  readonly step: number;
  /** Oldest first. */
  readonly requests: readonly QuotaRequest[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2023, 0, 1) / 1000;
/** At most one request in each such span, and always settled within it. */
const SPAN = 40 * DAY;
const ASKS = 0.35;
const GRANTED = 0.2;
const P_ON_DEMAND = 'L-417A185B';
/** What even an account with nothing asks for, again and again: P and G on demand, P5 on Spot. */
const ALWAYS_ASKED = [P_ON_DEMAND, 'L-DB2E81BA', 'L-C4BD4855'];

/** The larger regions are used sooner: there an account has quota from the start. */
const HOME = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1'];

interface Ambition {
  readonly first: number;
  /** As far as AWS lets this account go in this region. */
  readonly reach: number;
  readonly asks: boolean;
}

/** Most accounts use a few families in a few regions, and never ask for the others. */
function ambitionOf({ accountId, region, standing }: Holder, quota: QuotaFacts): Ambition {
  if (standing !== 'usual') return { first: 0, reach: 0, asks: ALWAYS_ASKED.includes(quota.code) };
  const draw = randomFrom(hash32(`ambition ${accountId} ${region} ${quota.code}`));
  const home = HOME.includes(region);
  const needed = quota.code === P_ON_DEMAND && region === 'us-east-1';
  const uninterested = draw() < (home ? 0.35 : 0.7);
  if (uninterested && !needed) return { first: 0, reach: 0, asks: false };
  const reach = 1 + Math.floor(draw() * (quota.ladder.length - 1));
  const first = Math.min(reach, (needed ? 1 : 0) + Math.floor(draw() * (home ? 3 : 2)));
  return { first, reach, asks: quota.kind === 'accelerator' };
}

/** Now and then an account is given what it asks for, until it has all it gets. */
function outcomeOf(draw: number, mayRise: boolean): Outcome {
  if (mayRise && draw < GRANTED) return 'APPROVED';
  if (draw < 0.6) return 'NOT_APPROVED';
  return draw < 0.8 ? 'CASE_CLOSED' : 'DENIED';
}

interface Plan {
  readonly createdAt: number;
  readonly openedAt: number;
  readonly settledAt: number;
  readonly automatic: boolean;
  readonly outcome: Outcome;
}

function planOf(holder: Holder, quota: QuotaFacts, span: number, mayRise: boolean): Plan | undefined {
  const random = randomFrom(hash32(`asks ${holder.accountId} ${holder.region} ${quota.code} ${span}`));
  if (random() > ASKS) return undefined;
  const createdAt = FIRST + span * SPAN + Math.floor(random() * (SPAN - 12 * DAY));
  const outcome = outcomeOf(random(), mayRise);
  const automatic = outcome === 'APPROVED' && random() < 0.2;
  const openedAt = createdAt + Math.floor(600 + random() * 4 * HOUR);
  const settledAt = automatic ? createdAt + 900 : openedAt + Math.floor(6 * HOUR + random() ** 2 * 9 * DAY);
  return { createdAt, openedAt, settledAt, automatic, outcome };
}

function requestAt(holder: Holder, quota: QuotaFacts, plan: Plan, step: number, now: number): QuotaRequest {
  const { createdAt, openedAt, settledAt, automatic, outcome } = plan;
  const settled = now >= settledAt;
  const opened = !automatic && now >= openedAt;
  const key = `${holder.accountId} ${holder.region} ${quota.code} ${createdAt}`;
  const last = quota.ladder.at(-1) ?? 0;
  return {
    id: [0, 1, 2, 3].map((part) => hash32(`${part} ${key}`).toString(16).padStart(8, '0')).join(''),
    caseId: opened ? String(170_000_000_000 + hash32(`case ${key}`)) : undefined,
    quota,
    automatic,
    desired: quota.ladder[step + 1] ?? last * 2,
    status: settled ? outcome : opened ? 'CASE_OPENED' : 'PENDING',
    createdAt,
    updatedAt: settled ? settledAt : opened ? openedAt : createdAt,
  };
}

/** Everything an account has asked for one quota up to an instant (epoch seconds), and where that has left it. */
export function courseOf(holder: Holder, quota: QuotaFacts, now: number): QuotaCourse {
  const { first, reach, asks } = ambitionOf(holder, quota);
  let step = first;
  const requests: QuotaRequest[] = [];
  const spans = asks ? Math.floor((now - FIRST) / SPAN) : -1;
  for (let span = 0; span <= spans; span += 1) {
    const plan = planOf(holder, quota, span, step < reach);
    if (plan === undefined || plan.createdAt > now) continue;
    const request = requestAt(holder, quota, plan, step, now);
    requests.push(request);
    if (request.status === 'APPROVED') step += 1;
  }
  return { step, requests };
}
