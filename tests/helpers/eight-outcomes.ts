import { readBoardFacts } from '#app/_board/facts.ts';
import { parseFilter } from '#app/_board/filter.ts';
import { buildBoard } from '#app/_board/model.ts';
import { readCapacityPage } from '#app/capacity/_capacity/read.ts';
import { readQuotaPage } from '#app/quotas/_quotas/read.ts';
import type { Db } from '#db/client.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import type { Fault } from '../stand-in/faults/fault.ts';

/** Where everything is sold, where the account may not ask, and where hardly anything is. */
export const HOME = 'us-east-1';
export const DISABLED = 'mx-central-1';
export const FAR = 'eu-central-2';

export type SourceTable = {
  /** The call that it lives by: faults that meet other calls would tell of other sources. */
  call: { service: string; action?: string };
  /** What is asked of the HTTP interface; without it /health alone tells of the source. */
  about?: (region: string) => string;
  /** The field of a row that tells; `outcome` unless said. */
  field?: string;
  /** What the market answers where there is nothing; 'as it is' where some always have nothing. */
  none?: Fault | 'as it is';
  /** A place where it is not sold: one of the looks itself, or one of a type that a page of its own tells of. */
  notSold?: { region: string; about: string; page?: (db: Db, now: number) => string | undefined };
  /** What cannot happen to it, and why. */
  cannot: Partial<Record<Outcome, string>>;
};

const EMPTY: Fault = { kind: 'empty-set' };
/** An advisor that has lost every accelerator. */
const OTHER_TYPES_ONLY = JSON.stringify({
  ranges: [{ index: 0, label: '<5%', max: 5 }],
  spot_advisor: { [HOME]: { Linux: { 'm5.large': { s: 60, r: 0 } }, Windows: {} } },
});

const P5 = (route: string) => (region: string) => `${route}?type=p5.48xlarge&region=${region}`;
const notInFar = (route: string) => ({ region: FAR, about: P5(route)(FAR) });

/** The board's word for the list price beside a spot price. */
function boardOf(db: Db, now: number): string | undefined {
  const rows = buildBoard(readBoardFacts(db), parseFilter({}), now).rows;
  return rows.find((row) => row.type === 'p5e.48xlarge')?.onDemand.outcome;
}

/** What Capacity says of one node for a day. */
function capacityOf(db: Db, now: number): string | undefined {
  const page = readCapacityPage(db, { type: 'p5.48xlarge', count: '1', duration: '1d' }, now);
  return page?.places.find((place) => place.region === FAR)?.state;
}

/** What Quotas says where there is no number. */
function quotasOf(db: Db, now: number): string | undefined {
  const silences = readQuotaPage(db, 'p5.48xlarge', now)?.answer.silences ?? [];
  return silences.find(({ regions }) => regions.includes(FAR))?.outcome;
}

/** Every source, how each of the eight outcomes comes about, and why one cannot. */
export const SOURCE_TABLE: Readonly<Record<CollectorName, SourceTable>> = {
  region: {
    call: { service: 'ec2', action: 'DescribeAvailabilityZones' },
    none: EMPTY,
    cannot: { not_sold: 'zones are not for sale' },
  },
  'instance-type': {
    call: { service: 'ec2', action: 'DescribeInstanceTypes' },
    none: EMPTY,
    cannot: { not_sold: 'it is this list that tells the other sources what is not sold' },
  },
  'spot-price': {
    call: { service: 'ec2', action: 'DescribeSpotPriceHistory' },
    about: P5('latest'),
    none: EMPTY,
    notSold: notInFar('latest'),
    cannot: {},
  },
  'on-demand-price': {
    call: { service: 'pricing' },
    about: P5('on-demand'),
    notSold: { region: HOME, about: `on-demand?type=p5e.48xlarge&region=${HOME}`, page: boardOf },
    cannot: { none: 'a type that is listed and has no list price is not sold on demand' },
  },
  'savings-plan': {
    call: { service: 'savingsplans' },
    about: P5('savings-plans'),
    none: EMPTY,
    notSold: notInFar('savings-plans'),
    cannot: {},
  },
  'capacity-block': {
    call: { service: 'ec2', action: 'DescribeCapacityBlockOfferings' },
    about: (region) => `${P5('capacity-blocks')(region)}&count=1&duration=24h`,
    none: EMPTY,
    notSold: { ...notInFar('capacity-blocks'), page: capacityOf },
    cannot: {},
  },
  'placement-score': {
    call: { service: 'ec2', action: 'GetSpotPlacementScores' },
    about: (region) => `placement-scores?region=${region}`,
    none: EMPTY,
    cannot: {
      not_sold: 'a score is about a basket of types, not about a type',
      region_disabled: 'the ten configurations name their regions',
    },
  },
  interruption: {
    call: { service: 'spot-advisor' },
    about: P5('interruptions'),
    none: { kind: 'status', status: 200, body: OTHER_TYPES_ONLY },
    notSold: notInFar('interruptions'),
    cannot: {},
  },
  quota: {
    call: { service: 'servicequotas' },
    about: P5('quotas'),
    notSold: { ...notInFar('quotas'), page: quotasOf },
    cannot: { none: 'AWS has a default for each quota: a list without one is a broken answer' },
  },
  'quota-usage': {
    call: { service: 'cloudwatch' },
    about: P5('quotas'),
    field: 'usedOutcome',
    none: 'as it is',
    cannot: { not_sold: 'use is counted against a quota, whatever is sold' },
  },
  'type-offering': {
    call: { service: 'ec2', action: 'DescribeInstanceTypeOfferings' },
    about: P5('type-offerings'),
    notSold: notInFar('type-offerings'),
    cannot: { none: 'a type that is not in the list is not sold there' },
  },
  reservation: {
    call: { service: 'ec2' },
    about: (region) => `reservations?region=${region}`,
    none: EMPTY,
    cannot: { not_sold: 'what is held is not for sale' },
  },
  'training-plan': {
    call: { service: 'sagemaker' },
    about: P5('training-plans'),
    none: EMPTY,
    notSold: notInFar('training-plans'),
    cannot: {},
  },
  supportability: {
    call: { service: 'ec2', action: 'GetCapacityManagerSupportabilityScores' },
    about: P5('supportability'),
    none: EMPTY,
    notSold: notInFar('supportability'),
    cannot: {},
  },
};
