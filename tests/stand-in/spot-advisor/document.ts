import { factsOf } from '../sources/catalogue.ts';
import type { AdvisorLine } from '../sources/market-source.ts';

/** As published: `max` is not the label's upper bound. */
const RANGES = [
  { index: 0, label: '<5%', dots: 0, max: 5 },
  { index: 1, label: '5-10%', dots: 1, max: 11 },
  { index: 2, label: '10-15%', dots: 2, max: 16 },
  { index: 3, label: '15-20%', dots: 3, max: 22 },
  { index: 4, label: '>20%', dots: 4, max: 100 },
] as const;

export const RATES: readonly string[] = RANGES.map((range) => range.label);

type Systems = Record<string, Record<string, { s: number; r: number }>>;

function typeFacts(types: Iterable<string>): object {
  const facts = [...new Set(types)].sort().map(factsOf);
  return Object.fromEntries(
    facts.map(({ type, vcpu, hostMib }) => [type, { emr: false, cores: vcpu, ram_gb: hostMib / 1024 }]),
  );
}

/** The file of facts/aws-apis.md section 10; a type without a line is simply not in it. */
export function advisorDocument(lines: readonly AdvisorLine[]): object {
  const regions: Record<string, Systems> = {};
  for (const { region, type, os, rate, savingsPercent } of lines) {
    const systems = regions[region] ?? { Linux: {}, Windows: {} };
    regions[region] = systems;
    const rates = systems[os] ?? {};
    systems[os] = rates;
    rates[type] = { s: savingsPercent, r: RATES.indexOf(rate) };
  }
  return {
    instance_types: typeFacts(lines.map((line) => line.type)),
    ranges: RANGES,
    spot_advisor: regions,
    global_rate: '<10%',
  };
}
