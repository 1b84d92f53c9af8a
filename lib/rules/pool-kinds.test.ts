import { describe, expect, it } from 'vitest';
import { wordsOf } from '#lib/alerts/words/index.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { ruleKind } from './index.ts';
import { rankOf } from './spot-price-unusual/index.ts';
import type { PoolReading, PricedPool } from './types.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const USD = 1_000_000;

function pool(usd: number | null, fields: Partial<PricedPool> = {}): PricedPool {
  return {
    id: 1,
    type: 'p5.48xlarge',
    zoneId: 'use1-az4',
    product: 'Linux/UNIX',
    chip: { name: 'H100', count: 8 },
    priceMicro: usd === null ? null : Math.round(usd * USD),
    scale: 6,
    changedAt: NOW - HOUR,
    confirmedAt: NOW - HOUR,
    known: [],
    ...fields,
  };
}

function reading(pools: PricedPool[], fields: Partial<PoolReading> = {}): PoolReading {
  return {
    region: 'us-east-1',
    look: { at: NOW, intervalMs: 5 * MINUTE, completeness: 'complete', items: pools.length },
    pools,
    previous: new Map(),
    ...fields,
  };
}

/** What a rule of a kind says: condition and verdict of each finding. */
function says(kindName: string, when: object, input: PoolReading): string[] {
  return findings(kindName, when, input).map(({ labels, verdict }) => `${labels().condition} ${verdict.is}`);
}

function findings(kindName: string, when: object, input: PoolReading) {
  const kind = ruleKind(kindName);
  if (kind === undefined) throw new Error(`no kind ${kindName}`);
  return kind.evaluate(kind.paramsSchema.parse(when), input, NOW);
}

const firstLine = (kindName: string, when: object, input: PoolReading): string => {
  const facts = findings(kindName, when, input)[0]?.facts();
  return facts === undefined ? 'nothing' : wordsOf(facts).start(facts);
};

const problems = (kindName: string, when: object): string[] => {
  const result = ruleKind(kindName)?.paramsSchema.safeParse(when);
  return result?.success === false ? result.error.issues.map((issue) => issue.message) : [];
};

describe('a level', () => {
  const above = { above: { usdPerHour: '40.00' } };
  it.each([
    [40, ['above true']],
    [39.99, ['above hold']],
    [39.3, ['above hold']],
    [39.2, ['above false']],
    [null, ['above unknown']],
  ])('of $40: %s is %j', (price, expected) => {
    expect(says('spot-price-level', above, reading([pool(price)]))).toEqual(expected);
  });

  it('per accelerator-hour counts the accelerators, and says nothing where they are not known', () => {
    const below = { below: { usdPerAcceleratorHour: '5.00' } };
    expect(says('spot-price-level', below, reading([pool(39.92)]))).toEqual(['below true']);
    expect(says('spot-price-level', below, reading([pool(40)]))).toEqual(['below hold']);
    expect(says('spot-price-level', below, reading([pool(30, { chip: null })]))).toEqual(['below unknown']);
    expect(firstLine('spot-price-level', below, reading([pool(39.92)]))).toBe(
      'p5.48xlarge in us-east-1 (use1-az4) spot is $39.92/h'.replace('$39.92/h', '$4.99 per H100-hour') +
        ', below $5.00 per H100-hour',
    );
  });

  it('as a share of on-demand takes the list price of the type, and never guesses one', () => {
    const share = { above: { percentOfOnDemand: 60 } };
    const listed = { onDemand: new Map([['p5.48xlarge', 100 * USD]]) };
    expect(says('spot-price-level', share, reading([pool(60)], listed))).toEqual(['above true']);
    expect(says('spot-price-level', share, reading([pool(50)], listed))).toEqual(['above false']);
    expect(says('spot-price-level', share, reading([pool(60)], { onDemand: new Map() }))).toEqual([
      'above unknown',
    ]);
    expect(firstLine('spot-price-level', share, reading([pool(62.04)], listed))).toBe(
      'p5.48xlarge in us-east-1 (use1-az4) spot is 62 % of on-demand ($100.00/h), at or above 60 % of on-demand',
    );
  });

  it('that AWS has not confirmed for two days is not known', () => {
    const old = pool(50, { confirmedAt: NOW - 51 * HOUR });
    expect(says('spot-price-level', above, reading([old]))).toEqual(['above unknown']);
  });

  it.each(['partial', 'failed'] as const)('proves nothing by a %s look', (completeness) => {
    const look = { at: NOW, intervalMs: 5 * MINUTE, completeness, items: 1 };
    expect(says('spot-price-level', above, reading([pool(50)], { look }))).toEqual(['above unknown']);
  });

  it('needs one unit and one side', () => {
    expect(problems('spot-price-level', {})).toEqual(['say what to watch for: above or below, with a limit']);
    expect(problems('spot-price-level', { above: {} })).toEqual([
      'give exactly one of usdPerHour, usdPerAcceleratorHour, percentOfOnDemand',
    ]);
    expect(problems('spot-price-level', { above: { usdPerHour: '12,5' } })).toEqual([
      'THRESHOLD_NOT_NUMBER: not a price: write dollars with a dot and at most 6 decimals, e.g. "40.00"',
    ]);
  });
});

describe('a price against its own past', () => {
  const past = Array.from({ length: 90 }, (_, day) => (20 + (day % 10)) * USD);
  const daily = { daily: new Map([[90, new Map([[1, past]])]]) };
  const high = { high: 95 };

  it('is unusual beyond the percentile and apart from the median', () => {
    expect(says('spot-price-unusual', high, reading([pool(31)], daily))).toEqual(['above true']);
    expect(says('spot-price-unusual', high, reading([pool(25)], daily))).toEqual(['above false']);
    expect(says('spot-price-unusual', { low: 95 }, reading([pool(15)], daily))).toEqual(['below true']);
    expect(firstLine('spot-price-unusual', high, reading([pool(31)], daily))).toBe(
      'p5.48xlarge in us-east-1 (use1-az4) spot $31.00/h ($3.88 per H100-hour) is unusually high: above 100 % of the last 90 d (90 daily means, median $24.50/h)',
    );
  });

  it('is not unusual by a cent where the price hardly ever moves', () => {
    const flat = { daily: new Map([[90, new Map([[1, Array<number>(90).fill(20 * USD)]])]]) };
    expect(says('spot-price-unusual', high, reading([pool(20.01)], flat))).toEqual(['above false']);
    expect(says('spot-price-unusual', high, reading([pool(21)], flat))).toEqual(['above true']);
  });

  it('has no percentiles where less than two thirds of the past are known', () => {
    const short = { daily: new Map([[90, new Map([[1, past.slice(0, 59)]])]]) };
    expect(says('spot-price-unusual', high, reading([pool(31)], short))).toEqual(['above unknown']);
    expect(rankOf(31 * USD, past.slice(0, 60), 90)).toMatchObject({ samples: 60, share: 1 });
  });
});

describe('a ratio', () => {
  const ratio = { of: ['p5*'], to: ['trn2*'], above: 2 };
  const trn = pool(20, { id: 2, type: 'trn2.48xlarge', chip: { name: 'Trainium2', count: 16 } });

  it('is of the medians per accelerator-hour, region by region', () => {
    const pools = [pool(32), pool(40, { id: 3 }), pool(400, { id: 4 }), trn];
    // $5.00 per H100-hour over $1.25 per Trainium2-hour.
    expect(says('price-ratio', ratio, reading(pools))).toEqual(['above true']);
    expect(firstLine('price-ratio', ratio, reading(pools))).toBe(
      'spot price per accelerator-hour of p5* to trn2* in us-east-1 is 4.00 times, at or above 2.00',
    );
    expect(says('price-ratio', { ...ratio, above: 4.05 }, reading(pools))).toEqual(['above hold']);
    expect(says('price-ratio', { ...ratio, above: 5 }, reading(pools))).toEqual(['above false']);
  });

  it('is not known where one side has no price', () => {
    expect(says('price-ratio', ratio, reading([pool(32)]))).toEqual(['above unknown']);
    expect(says('price-ratio', ratio, reading([pool(null), trn]))).toEqual(['above unknown']);
  });

  it('says nothing of regions that the rule leaves out', () => {
    expect(says('price-ratio', { ...ratio, regions: ['eu-north-1'] }, reading([pool(32), trn]))).toEqual([]);
  });
});
