import { AwsError } from '../aws/errors.ts';
import type { Reply } from '../aws/reply.ts';
import type { Call } from './context.ts';
import { describeInstanceTypeOfferings, describeInstanceTypes } from './instance-types.ts';
import { ScoreLedger } from './placement-ledger.ts';
import { getSpotPlacementScores } from './placement-scores.ts';
import { describeRegions, requireEnabled } from './regions.ts';
import { describeSpotPriceHistory, SnapshotCache } from './spot-history.ts';
import { getSupportabilityScores } from './supportability-scores.ts';
import { describeAvailabilityZones } from './zones.ts';

type Handler = (call: Call) => Reply;

export function ec2Service(): Handler {
  const cache = new SnapshotCache();
  const ledger = new ScoreLedger();
  const handlers = new Map<string, Handler>([
    ['DescribeRegions', describeRegions],
    ['DescribeAvailabilityZones', describeAvailabilityZones],
    ['DescribeInstanceTypes', describeInstanceTypes],
    ['DescribeInstanceTypeOfferings', describeInstanceTypeOfferings],
    ['DescribeSpotPriceHistory', (call) => describeSpotPriceHistory(call, cache)],
    ['GetSpotPlacementScores', (call) => getSpotPlacementScores(call, ledger)],
    ['GetCapacityManagerSupportabilityScores', getSupportabilityScores],
  ]);
  return (call) => {
    const { action, params, region } = call.request;
    const handler = handlers.get(action);
    if (handler === undefined) {
      throw new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`);
    }
    requireEnabled(call.source, region);
    if (params.DryRun === 'true') {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return handler(call);
  };
}
