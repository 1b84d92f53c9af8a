import { DescribeInstanceTypesCommand, type InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { saveListedType, saveTypeRegion, seedTypes } from '#db/queries/instance-types.ts';
import { publishLook } from '#db/queries/publish-look.ts';
import { DESCRIBED } from '#lib/catalogue/described.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { eachRegion, report } from '../../pipeline/targets.ts';
import { describedRow, type ListedType, parseInstanceType } from './parse.ts';

/** The accelerator catalogue: what AWS lists in each region, joined with the described facts. */
export const instanceTypeJob: Job = {
  name: 'instance-type',
  intervalMs: COLLECTOR_INTERVALS_MS['instance-type'],
  deadlineMs: 5 * MINUTE,
  actions: ['ec2:DescribeInstanceTypes'],
  requires: ['region'],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  seedTypes(context.db, [...DESCRIBED.values()].map(describedRow));
  let listed = 0;
  let news = 0;
  const results = await eachRegion(
    context,
    'instance-type',
    { key: 'accelerators' },
    async (target, region): Promise<TargetResult> => {
      const { types, pages, items } = await fetchTypes(context, region);
      const collectedAt = context.clock.now();
      const look = {
        runId: context.runId,
        collectedAt,
        span: { from: collectedAt, to: collectedAt },
        completeness: 'complete' as const,
        outcome: types.length > 0 ? ('value' as const) : ('none' as const),
        pages,
        items,
        quarantined: 0,
      };
      publishLook(context.db, target.id, look, () => {
        const fresh = types.filter((type) => saveType(context, type, region, collectedAt)).length;
        news += fresh;
        return fresh;
      });
      listed += types.length;
      return 'complete';
    },
  );
  return report(results, { listed, news });
}

function saveType(context: RunContext, type: ListedType, region: string, at: number): boolean {
  const isNew = saveListedType(context.db, type.row, at);
  return saveTypeRegion(context.db, type.row.name, region, type.usageClasses, at) || isNew;
}

/**
 * Lists every type and keeps those with an accelerator: a filter by family would miss the family that AWS adds
 * tomorrow. MaxResults is 100 at most (EC2 API Reference).
 */
async function fetchTypes(context: RunContext, region: string) {
  const types: ListedType[] = [];
  let items = 0;
  const pages = await eachPage<InstanceTypeInfo>(
    async (NextToken) => {
      const command = new DescribeInstanceTypesCommand({ MaxResults: 100, NextToken });
      const what = { service: 'ec2', action: 'DescribeInstanceTypes', region };
      const answer = await context.gate.call(what, context.signal, (abortSignal) =>
        context.aws.ec2(region).send(command, { abortSignal }),
      );
      return { items: requireArray(answer.InstanceTypes, 'instanceTypeSet'), nextToken: answer.NextToken };
    },
    (page) => {
      items += page.length;
      for (const item of page) {
        const type = parseInstanceType(item);
        if (type !== undefined) types.push(type);
      }
    },
  );
  return { types, pages, items };
}
