import type { Db } from '#db/client.ts';
import { addApiUse } from '#db/queries/api-use.ts';
import { COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { ownRate } from '#lib/pacing/rates.ts';

/** The sources beside prices: how many questions each asks of a region. */
const QUESTIONS: Partial<Record<CollectorName, number>> = {
  region: 1,
  'capacity-block': 44,
  'placement-score': 5,
  quota: 2,
  'quota-usage': 1,
  'type-offering': 1,
  reservation: 2,
  'training-plan': 3,
  'savings-plan': 1,
};

type Bad = { outcome: string; errorClass: string; errorText: string; questions: number };

const NOT_ALLOWED =
  'sagemaker:SearchTrainingPlanOfferings is not allowed. AccessDeniedException: User: arn:aws:iam::…4242:user/desk is not authorized to perform: sagemaker:SearchTrainingPlanOfferings';
const LIMITED =
  'CapacityBlockDescribeLimitExceeded: You have reached the limit of describe calls for this account';

/** What goes wrong, by collector and region; a star stands for every region. */
const BAD: Readonly<Record<string, Bad>> = {
  'training-plan *': { outcome: 'denied', errorClass: 'permission', errorText: NOT_ALLOWED, questions: 3 },
  'capacity-block us-east-1': {
    outcome: 'throttled',
    errorClass: 'throttle',
    errorText: LIMITED,
    questions: 3,
  },
  'quota eu-west-1': {
    outcome: 'failed',
    errorClass: 'network',
    errorText: 'connect ECONNREFUSED 10.0.0.1:443',
    questions: 2,
  },
};

/** Every other source in every region, with a denied action, a throttled sweep and a broken line; and their calls. */
export function seedSources(db: Db, regions: readonly string[], now: number): void {
  const insert = db.sqlite.prepare(
    `INSERT INTO target (collector, region, query_key, types, products, current, outcome, error_class, error_text, last_look_at, last_complete_at, failures_in_row)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 0)`,
  );
  insert.run('interruption', 'global', 'advisor', null, null, 'value', null, null, now - HOUR, now - HOUR);
  for (const [collector, questions] of Object.entries(QUESTIONS)) {
    for (const [index, region] of regions.entries()) {
      const interval = COLLECTOR_INTERVALS_MS[collector as CollectorName];
      const at = now - Math.round((interval * ((index % 7) + 1)) / 9);
      for (let i = 0; i < questions; i++)
        insert.run(collector, region, ...questionOf(collector, i), ...answerOf(collector, region, i, at));
    }
  }
  seedApiUse(db, regions, now);
  seedSkipped(db, now);
}

/** The key of one question, and what it is about where that is kept beside it. */
function questionOf(collector: string, question: number): [string, string | null, string | null] {
  if (collector !== 'capacity-block') return [`q${question}`, null, null];
  const qualifier = `1x${24 * (question + 1)}h`;
  return [`p5.48xlarge ${qualifier}`, 'p5.48xlarge', qualifier];
}

/** Outcome, class, words, last look and last complete look of one question. */
function answerOf(collector: string, region: string, question: number, at: number) {
  const bad = BAD[`${collector} ${region}`] ?? BAD[`${collector} *`];
  if (bad !== undefined && question < bad.questions)
    return [bad.outcome, bad.errorClass, bad.errorText, at, null];
  const isEmpty = collector === 'reservation' || question % 3 === 1;
  return [isEmpty ? 'none' : 'value', null, null, at, at];
}

const CALLS: readonly [string, string, number][] = [
  ['ec2', 'DescribeSpotPriceHistory', 48],
  ['ec2', 'DescribeCapacityBlockOfferings', 132],
  ['ec2', 'DescribeCapacityBlocks', 12],
  ['ec2', 'GetSpotPlacementScores', 20],
  ['pricing', 'GetProducts', 96],
  ['service-quotas', 'ListServiceQuotas', 9],
  ['cloudwatch', 'GetMetricData', 12],
  ['sagemaker', 'SearchTrainingPlanOfferings', 11],
];

function seedApiUse(db: Db, regions: readonly string[], now: number): void {
  for (const [service, action, calls] of CALLS) {
    const isHomes = service === 'pricing' || action === 'GetSpotPlacementScores';
    for (const region of isHomes ? ['us-east-1'] : regions) {
      const use = { service, action, region, waitedMs: 0, perSecond: ownRate(service, action).perSecond };
      addApiUse(db, [{ ...use, calls, throttled: 0 }], now - HOUR);
      addApiUse(db, [{ ...use, calls: Math.round(calls / 3), throttled: 0 }], now);
    }
  }
  const slowed = { service: 'ec2', action: 'DescribeCapacityBlockOfferings', region: 'us-east-1' };
  addApiUse(db, [{ ...slowed, calls: 90, throttled: 4, waitedMs: 0, perSecond: 0.035 }], now);
}

function seedSkipped(db: Db, now: number): void {
  const insert = db.sqlite.prepare(
    "INSERT INTO job_run VALUES (?, ?, ?, 'schedule', ?, ?, ?, ?, 4242, ?, ?, ?)",
  );
  const slot = now - 40 * MINUTE;
  const reason = 'the run before was still going on';
  insert.run('skipped-1', 'capacity-block', slot, 'skipped', slot, now, now, '{"slots":2}', null, reason);
  const late = slot + 1;
  insert.run(
    'late-1',
    'capacity-block',
    late,
    'timeout',
    late,
    now - 12 * MINUTE,
    now,
    null,
    'timeout',
    'it took longer than its deadline',
  );
}
