import type { Observed } from '#db/queries/observe.ts';
import { type Rate, type Rates, SYSTEMS, type System } from './parse.ts';

/** What the feed says of one region. */
export type RegionRates = {
  facts: Observed[];
  rates: number;
  quarantined: number;
  reason: string | undefined;
};

/** Which types a region could have rates for: those sold on Spot there, and those on record by system. */
export type Expected = { sold: readonly string[]; onRecord: Readonly<Record<System, readonly string[]>> };

/**
 * The facts of one region. `isProven`: a type that the feed leaves out has no data; otherwise it is not known whether
 * it has, and what is on record stays.
 */
export function ratesOfRegion(
  region: string,
  advice: Readonly<Record<System, Rates>> | undefined,
  expected: Expected,
): RegionRates & { absent: Observed[] } {
  const facts: Observed[] = [];
  const absent: Observed[] = [];
  const unread: string[] = [];
  for (const system of SYSTEMS) {
    const rates = advice?.[system] ?? new Map<string, Rate>();
    for (const [instanceType, rate] of rates) {
      if (typeof rate === 'string') unread.push(`${instanceType} ${system}: ${rate}`);
      facts.push(...twoFacts(region, instanceType, system, rate));
    }
    // Most types run no Windows: what has never had a rate there is not missed.
    const wanted = [...expected.onRecord[system], ...(system === 'Linux' ? expected.sold : [])];
    for (const instanceType of new Set(wanted))
      if (!rates.has(instanceType)) absent.push(...twoFacts(region, instanceType, system, undefined));
  }
  const quarantined = unread.length;
  return { facts, absent, rates: facts.length / 2 - quarantined, quarantined, reason: unread[0] };
}

/** The bucket and the savings of one type: one entry of the feed, two series. */
function twoFacts(
  region: string,
  instanceType: string,
  qualifier: System,
  rate: Rate | undefined,
): Observed[] {
  const place = { region, zoneId: '', instanceType, qualifier };
  const identities = [
    { kind: 'interruption', unit: 'bucket', ...place },
    { kind: 'spot-savings', unit: 'percent', ...place },
  ];
  return identities.map((identity): Observed => {
    if (rate === undefined) return { ...identity, outcome: 'none' };
    if (typeof rate === 'string') return { ...identity, outcome: 'failed' };
    return { ...identity, outcome: 'value', value: identity.unit === 'bucket' ? rate.bucket : rate.savings };
  });
}
