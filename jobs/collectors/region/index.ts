import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { saveRegions, saveZones } from '#db/queries/places.ts';
import { publishLook } from '#db/queries/publish-look.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { requireArray } from '../../aws/call.ts';
import type { Job, RunContext, RunReport, TargetResult } from '../../context.ts';
import { eachRegion, HOME_REGION, report } from '../../pipeline/targets.ts';
import { parseRegion, parseZone } from './parse.ts';

/** Regions with their opt-in status, and the zones of each with this account's own names for them. */
export const regionJob: Job = {
  name: 'region',
  intervalMs: COLLECTOR_INTERVALS_MS.region,
  deadlineMs: 2 * MINUTE,
  actions: ['ec2:DescribeRegions', 'ec2:DescribeAvailabilityZones'],
  requires: [],
  run,
};

async function run(context: RunContext): Promise<RunReport> {
  const what = { service: 'ec2', action: 'DescribeRegions', region: HOME_REGION };
  const answer = await context.gate.call(what, context.signal, (abortSignal) =>
    context.aws.ec2(HOME_REGION).send(new DescribeRegionsCommand({ AllRegions: true }), { abortSignal }),
  );
  const now = context.clock.now();
  const regions = requireArray(answer.Regions, 'regionInfo').map((item) => parseRegion(item, now));
  saveRegions(context.db, context.runId, regions);
  let zones = 0;
  const results = await eachRegion(
    context,
    'region',
    { key: 'zones' },
    async (target, region): Promise<TargetResult> => {
      const found = await fetchZones(context, region);
      zones += found.length;
      const collectedAt = context.clock.now();
      publishLook(
        context.db,
        target.id,
        {
          runId: context.runId,
          collectedAt,
          span: { from: collectedAt, to: collectedAt },
          completeness: 'complete',
          outcome: found.length > 0 ? 'value' : 'none',
          pages: 1,
          items: found.length,
          quarantined: 0,
        },
        () => saveZones(context.db, found),
      );
      return 'complete';
    },
  );
  return report(results, { regions: regions.length, zones });
}

async function fetchZones(context: RunContext, region: string) {
  const command = new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: true });
  const what = { service: 'ec2', action: 'DescribeAvailabilityZones', region };
  const answer = await context.gate.call(what, context.signal, (abortSignal) =>
    context.aws.ec2(region).send(command, { abortSignal }),
  );
  const now = context.clock.now();
  return requireArray(answer.AvailabilityZones, 'availabilityZoneInfo').map((item) =>
    parseZone(item, region, now),
  );
}
