import { createHash } from 'node:crypto';
import { DescribeSpotPriceHistoryCommand, type SpotPrice } from '@aws-sdk/client-ec2';
import { listTypeNames } from '#db/queries/instance-types.ts';
import { zoneIdsByName } from '#db/queries/places.ts';
import type { PriceSet } from '#db/queries/publish-prices.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { Span } from '#lib/series/coverage.ts';
import { callSignal, eachPage, requireArray } from '../../aws/call.ts';
import type { JobContext, RunContext } from '../../context.ts';
import { gather } from './gather.ts';
import { spotParser } from './parse.ts';

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

/**
 * All records of a region over a span, and for each series the one in force at its start. Without `until` the answer
 * runs to the present. AWS keeps 90 days and serves pages of up to 1,000 (EC2 API Reference, DescribeSpotPriceHistory).
 */
export async function fetchSpotPrices(
  run: RunContext,
  region: string,
  question: SpotQuestion,
  span: { from: number; until?: number },
): Promise<SpotAnswer> {
  const gathering = gather(spotParser(zoneIdsByName(run.db, region), run.clock.now()));
  const query = {
    InstanceTypes: question.types.slice() as NonNullable<SpotPrice['InstanceType']>[],
    ProductDescriptions: question.products.slice() as NonNullable<SpotPrice['ProductDescription']>[],
    StartTime: new Date(span.from),
    ...(span.until === undefined ? {} : { EndTime: new Date(span.until) }),
    MaxResults: 1000,
  };
  const pages = await eachPage<SpotPrice>(
    async (NextToken) => {
      await run.pacer.wait('ec2', 'DescribeSpotPriceHistory', region, run.signal);
      const command = new DescribeSpotPriceHistoryCommand({ ...query, NextToken });
      const answer = await run.aws.ec2(region).send(command, { abortSignal: callSignal(run.signal) });
      return {
        items: requireArray(answer.SpotPriceHistory, 'spotPriceHistorySet'),
        nextToken: answer.NextToken,
      };
    },
    (items) => gathering.add(items),
  );
  return { ...gathering.finish(), pages };
}

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
  const types = new Set(question.types);
  const complete = answer.quarantined === 0;
  return {
    targetId,
    kind: 'spot',
    unit: 'microusd/h',
    region,
    about,
    series: answer.series,
    asked: (series) => types.has(series.instanceType) && question.products.includes(series.qualifier),
    look: {
      runId: run.runId,
      collectedAt: run.clock.now(),
      span,
      completeness: complete ? 'complete' : 'partial',
      outcome: complete ? (answer.series.length > 0 ? 'value' : 'none') : 'failed',
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
