import { createHash } from 'node:crypto';
import { DescribeSpotPriceHistoryCommand, type SpotPrice } from '@aws-sdk/client-ec2';
import { listTypeNames } from '#db/queries/instance-types.ts';
import { zoneIdsByName } from '#db/queries/places.ts';
import type { PriceSet } from '#db/queries/publish-prices.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { HOUR, MINUTE, SPOT_HISTORY } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import type { JobContext, RunContext } from '../../context.ts';
import { nothingIn } from '../../pipeline/nothing.ts';
import { gather } from './gather.ts';
import { spotParser } from './parse.ts';

/** AWS may show a change a little after its own timestamp: every look reaches back over the seam to the one before. */
export const OVERLAP = 15 * MINUTE;

/** What is asked of every region: fixed for one run. */
export type SpotQuestion = { types: readonly string[]; products: readonly string[]; key: string };

/** The watched types and products, and a key that changes when they do. */
export function spotQuestion(context: JobContext): SpotQuestion {
  const types = listTypeNames(context.db).filter(anyGlob(context.watch.types));
  const products = [...context.watch.products].sort();
  const hash = createHash('sha256').update(types.join(',')).digest('hex').slice(0, 12);
  return { types, products, key: `${products.join('+')} ${types.length} types ${hash}` };
}

export type SpotAnswer = Pick<PriceSet, 'series'> & {
  pages: number;
  items: number;
  quarantined: number;
  reason: string | undefined;
};

/** EC2 takes at most 200 values in one filter (EC2 User Guide, filters of describe calls). */
const TYPES_PER_CALL = 200;

/**
 * All records of a region over a span, and for each series the one in force at its start. Without `until` the answer
 * runs to the present. AWS keeps 90 days and serves pages of up to 1,000 (EC2 API Reference, DescribeSpotPriceHistory).
 *
 * Types are asked for by filter: a filter passes over a retired type, where the InstanceType parameter may refuse the
 * whole call.
 */
export async function fetchSpotPrices(
  run: RunContext,
  region: string,
  question: SpotQuestion,
  span: { from: number; until?: number },
): Promise<SpotAnswer> {
  const gathering = gather(spotParser(zoneIdsByName(run.db, region), run.clock.now()), isAsked(question));
  let pages = 0;
  for (let at = 0; at < question.types.length; at += TYPES_PER_CALL) {
    const types = question.types.slice(at, at + TYPES_PER_CALL);
    const fetchPage = (NextToken: string | undefined) =>
      fetchPageOf(run, region, { types, products: question.products }, span, NextToken);
    pages += await eachPage<SpotPrice>(fetchPage, (items) => gathering.add(items));
  }
  return { ...gathering.finish(), pages };
}

async function fetchPageOf(
  run: RunContext,
  region: string,
  { types, products }: Pick<SpotQuestion, 'types' | 'products'>,
  span: { from: number; until?: number },
  NextToken: string | undefined,
) {
  const command = new DescribeSpotPriceHistoryCommand({
    Filters: [
      { Name: 'instance-type', Values: [...types] },
      { Name: 'product-description', Values: [...products] },
    ],
    StartTime: new Date(span.from),
    ...(span.until === undefined ? {} : { EndTime: new Date(span.until) }),
    MaxResults: 1000,
    NextToken,
  });
  const what = { service: 'ec2', action: 'DescribeSpotPriceHistory', region };
  const answer = await run.gate.call(what, run.signal, (abortSignal) =>
    run.aws.ec2(region).send(command, { abortSignal }),
  );
  return { items: requireArray(answer.SpotPriceHistory, 'spotPriceHistorySet'), nextToken: answer.NextToken };
}

export function isAsked(question: SpotQuestion): PriceSet['asked'] {
  const types = new Set(question.types);
  const products = new Set(question.products);
  return (series) => types.has(series.instanceType) && products.has(series.qualifier);
}

/**
 * AWS keeps 90 days of records and repeats each price daily: within a day of the horizon the record in force may
 * already be gone, so that its absence proves nothing.
 */
const HORIZON_BLUR = 25 * HOUR;

/** The parts of a price set that every publication of this collector shares. */
export function priceSet(
  run: RunContext,
  targetId: number,
  region: string,
  question: SpotQuestion,
  answer: SpotAnswer,
  span: Span,
  about: PriceSet['about'],
): PriceSet {
  const complete = answer.quarantined === 0;
  return {
    targetId,
    kind: 'spot',
    unit: 'microusd/h',
    region,
    about,
    provesAbsence: span.from > run.clock.now() - SPOT_HISTORY + HORIZON_BLUR,
    series: answer.series,
    asked: isAsked(question),
    look: {
      runId: run.runId,
      collectedAt: run.clock.now(),
      span,
      completeness: complete ? 'complete' : 'partial',
      outcome: complete ? (answer.series.length > 0 ? 'value' : nothingIn(run, region, ['spot'])) : 'failed',
      ...(complete
        ? {}
        : {
            errorClass: 'schema' as const,
            errorText: `${answer.quarantined} records set aside: ${answer.reason ?? ''}`,
          }),
      pages: answer.pages,
      items: answer.items,
      quarantined: answer.quarantined,
    },
  };
}
