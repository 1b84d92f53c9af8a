import { describe, expect, test } from 'vitest';
import { watchedTargets } from '#db/queries/health.ts';
import { COLLECTOR_INTERVALS_MS, COLLECTORS, type CollectorName } from '#lib/domain/collectors.ts';
import { OUTCOMES, type Outcome, outcomeWords } from '#lib/domain/outcome.ts';
import { type FaultyDesk, openFaultyDesk } from '../helpers/faulty-desk.ts';

/** The call that a source lives by: faults that meet other calls would tell of other sources. */
const CALLS: Readonly<Record<CollectorName, { service: string; action?: string }>> = {
  region: { service: 'ec2', action: 'DescribeAvailabilityZones' },
  'instance-type': { service: 'ec2', action: 'DescribeInstanceTypes' },
  'spot-price': { service: 'ec2', action: 'DescribeSpotPriceHistory' },
  'on-demand-price': { service: 'pricing' },
  'savings-plan': { service: 'savingsplans' },
  'capacity-block': { service: 'ec2', action: 'DescribeCapacityBlockOfferings' },
  'placement-score': { service: 'ec2', action: 'GetSpotPlacementScores' },
  interruption: { service: 'spot-advisor' },
  quota: { service: 'servicequotas' },
  'quota-usage': { service: 'cloudwatch' },
  'type-offering': { service: 'ec2', action: 'DescribeInstanceTypeOfferings' },
  reservation: { service: 'ec2', action: 'DescribeCapacityReservations' },
  'training-plan': { service: 'sagemaker' },
  supportability: { service: 'ec2', action: 'GetCapacityManagerSupportabilityScores' },
};

const HOME = 'us-east-1';
/** Listed by every account and opted into by none. */
const DISABLED = 'mx-central-1';

const openDesk = () =>
  openFaultyDesk({
    types: ['p5.48xlarge', 'p5en.48xlarge'],
    regions: [HOME, DISABLED],
    accessKey: 'AKIAUNIFIED000000000',
  });

/** What a source came to in the region that is asked, or overall where it asks about no single one. */
function outcomeOf(desk: FaultyDesk, name: string, region = HOME): Outcome | undefined {
  const own = watchedTargets(desk.db).filter((target) => target.name === name);
  const found = own.find((target) => target.region === region);
  return (found ?? (region === HOME ? own.find((target) => target.region === 'global') : undefined))?.outcome;
}

describe.each(COLLECTORS)('%s', (name) => {
  test('keeps a denied, a throttled and a broken look apart from each other and from an answer', async () => {
    const desk = await openDesk();
    await desk.run(name);
    const sound = outcomeOf(desk, name);
    expect(['value', 'none']).toContain(sound);
    const seen: (Outcome | undefined)[] = [];
    for (const kind of ['denied', 'throttle', 'html'] as const) {
      const fault = desk.standIn.faults.add({ ...CALLS[name], kind, times: Number.POSITIVE_INFINITY });
      desk.pass(COLLECTOR_INTERVALS_MS[name]);
      await desk.run(name);
      seen.push(outcomeOf(desk, name));
      fault.remove();
    }
    expect(seen).toEqual(['denied', 'throttled', 'failed']);
    // Questions that are asked once a day come round again over some cycles.
    for (let cycle = 0; cycle < 50 && outcomeOf(desk, name) !== sound; cycle++) {
      desk.pass(COLLECTOR_INTERVALS_MS[name]);
      await desk.run(name);
    }
    expect(outcomeOf(desk, name)).toBe(sound);
  });

  test('says of a region that the account has not enabled that it is not, without a call', async () => {
    const desk = await openDesk();
    await desk.run(name);
    const outcome = outcomeOf(desk, name, DISABLED);
    // Scores are asked of fixed regions, list prices of no single one, blocks only where AWS lists a type.
    const isRegional = outcome !== undefined;
    expect(isRegional).toBe(!['on-demand-price', 'placement-score', 'capacity-block'].includes(name));
    if (isRegional) expect(outcome).toBe('region_disabled');
    expect(desk.standIn.requests.filter((request) => request.region === DISABLED)).toEqual([]);
  });
});

test('the eight outcomes have eight words', () => {
  expect(new Set(OUTCOMES.map(outcomeWords)).size).toBe(8);
});
