import type { SideSeries } from '#lib/compare/ratio.ts';
import { type Buy, type Chip, type CompareUnit, unitsOf, type Way } from '#lib/compare/ways.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { DEFAULT_PRODUCT } from '#lib/domain/product.ts';
import { formatInstant, HOUR } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { listTypes, pointsSince, type TypeFacts } from './board.ts';
import { blockOffers } from './capacity-offers.ts';
import { blockTargets } from './capacity-targets.ts';
import { looksOf, standingOf } from './looks.ts';
import { onDemandPrices } from './on-demand.ts';
import { prepared } from './prepared.ts';
import { latestPools } from './prices.ts';
import { absentPlanRates, planRates } from './savings-plans.ts';

export type Compared = { way: Way; chip: Chip };

type Question = { types: readonly string[]; regions: readonly string[] | undefined; now: number };

/** What is known of the chips of each type. */
export function chipsOf(db: Db): Map<string, Chip> {
  return new Map(listTypes(db).map((type) => [type.name, chipOf(type)]));
}

function chipOf(type: TypeFacts): Chip {
  const { accelerator, acceleratorCount: count, bf16TflopsEach, memoryGibEach } = type;
  return { accelerator, count, bf16Tflops: bf16TflopsEach, memoryGib: memoryGibEach };
}

/** Every way to buy each type where it is cheapest, by type and way; a way without a price says why. */
export function readWays(db: Db, question: Question): Compared[] {
  const chips = chipsOf(db);
  const found = [spotWays, planWays, listWays, blockWays].flatMap((read) => read(db, question));
  return question.types.flatMap((type) => {
    const chip = chips.get(type);
    const own = found.filter((way) => way.type === type);
    return chip === undefined ? [] : own.map((way) => ({ way, chip }));
  });
}

type Offer = Omit<Way, 'type' | 'buy' | 'source'>;

/** The cheapest that has a price; without any the reason that leads. */
function cheapestOf(type: string, buy: Buy, source: string, offers: readonly Offer[]): Way {
  const priced = offers.filter(({ perAccelerator, perInstance }) => (perAccelerator ?? perInstance) !== null);
  const price = ({ perAccelerator, perInstance }: Offer) => perAccelerator ?? perInstance ?? 0;
  const [best] = priced.toSorted((a, b) => price(a) - price(b));
  if (best !== undefined) return { type, buy, source, ...best };
  return { type, buy, source, ...NOTHING, outcome: leading(offers.map(({ outcome }) => outcome)) };
}

const NOTHING = {
  ...{ region: null, zoneId: null, terms: null, perInstance: null, perAccelerator: null, seenAt: null },
};

const LEADING: readonly Outcome[] = ['denied', 'failed', 'throttled', 'none', 'not_sold', 'region_disabled'];

function leading(outcomes: readonly Outcome[]): Outcome {
  return LEADING.find((one) => outcomes.includes(one)) ?? 'never';
}

function spotWays(db: Db, { types, regions }: Question): Way[] {
  const { pools } = latestPools(db, { types, regions, products: [DEFAULT_PRODUCT] });
  // A complete answer says of every pool what holds: AWS's own record of a price may be hours old.
  const looks = looksOf(db, 'spot-price');
  return types.map((type) =>
    cheapestOf(
      type,
      'spot',
      'EC2 spot price history',
      pools
        .filter((pool) => pool.type === type)
        .map(({ region, zoneId, price, perAccelerator, outcome }) => ({
          ...{ region, zoneId, terms: null, perInstance: price, perAccelerator, outcome },
          seenAt: looks.get(region)?.lastCompleteAt ?? null,
        })),
    ),
  );
}

function listWays(db: Db, { types, regions }: Question): Way[] {
  const { prices } = onDemandPrices(db, { types, regions });
  return types.map((type) =>
    cheapestOf(
      type,
      'on-demand',
      'AWS Price List',
      prices
        .filter((price) => price.type === type)
        .map(({ region, price, perAccelerator, outcome, confirmedAt }) => ({
          ...{
            region,
            zoneId: null,
            terms: null,
            perInstance: price,
            perAccelerator,
            outcome,
            seenAt: confirmedAt,
          },
        })),
    ),
  );
}

/** The cheapest plan of each term: a commitment of one year is another thing than one of three. */
function planWays(db: Db, { types, regions }: Question): Way[] {
  const { rates: found } = planRates(db, { types, regions });
  const rates = [...found, ...absentPlanRates(db, { types, regions }, found)];
  return types.flatMap((type) => {
    const ways = (['1y', '3y'] as const).map((term) =>
      cheapestOf(
        type,
        'savings-plan',
        'Savings Plans offering rates',
        rates
          .filter((rate) => rate.type === type && (rate.plan === null || rate.plan.term === term))
          .map(({ region, plan, rate, perAccelerator, outcome, confirmedAt }) => ({
            ...{ region, zoneId: null, perInstance: rate, perAccelerator, outcome, seenAt: confirmedAt },
            terms: plan === null ? null : `${plan.planType} ${plan.term}, ${plan.payment}`,
          })),
      ),
    );
    const priced = ways.filter(({ outcome }) => outcome === 'value');
    // One line says that there is none, however many terms there are.
    return priced.length > 0 ? priced : ways.slice(0, 1);
  });
}

function blockWays(db: Db, { types, regions, now }: Question): Way[] {
  const offers = blockOffers(db, now, { types, regions, state: 'open' });
  const counts = chipsOf(db);
  const asked = [...blockTargets(db).values()].filter(({ current }) => current);
  const isHere = (region: string) => regions === undefined || regions.includes(region);
  return types.map((type) =>
    cheapestOf(type, 'capacity-block', 'EC2 Capacity Block offerings', [
      ...withoutBlock(
        asked.filter(({ item, region }) => item === type && isHere(region)),
        asked.length > 0,
      ),
      ...offers
        .filter((offer) => offer.type === type)
        .map(({ region, zoneId, perAcceleratorHour: per, outcome, lastSeenAt, count, startAt, endAt }) => ({
          ...{ region, zoneId, perAccelerator: per, outcome, seenAt: lastSeenAt },
          perInstance: per === null ? null : Math.round(per * (counts.get(type)?.count ?? 0)),
          terms: `${count} × for ${Math.round((endAt - startAt) / HOUR)} h from ${formatInstant(startAt).slice(0, 16).replace('T', ' ')}`,
        })),
    ]),
  );
}

/** What became of asking, where nothing came of it; a type nobody asks about is sold as no block that anybody knows of. */
function withoutBlock(targets: readonly { outcome: Outcome }[], isAsking: boolean): Offer[] {
  const unasked: Outcome = isAsking ? 'not_sold' : 'never';
  const outcomes = targets.length === 0 ? [unasked] : targets.map(({ outcome }) => outcome);
  return outcomes.map((outcome) => ({ ...NOTHING, outcome }));
}

/** One side of a ratio: how a type is bought, in the regions named or anywhere. */
export type Side = {
  type: string;
  buy: 'spot' | 'on-demand' | 'capacity-block';
  regions: readonly string[] | undefined;
  unit: CompareUnit;
};

const KINDS = { spot: 'spot', 'on-demand': 'on-demand', 'capacity-block': 'block-price' } as const;
const SERIES = `SELECT id, region, qualifier FROM series WHERE kind = @kind AND instance_type = @type
  AND (@product IS NULL OR qualifier = @product) AND (@zones OR zone_id = '')
  AND (@regions IS NULL OR region IN (SELECT value FROM json_each(@regions)))`;

/** The series of a side over a window, each in the unit; none where nobody knows how much of it the type has. */
export function sideSeries(db: Db, { type, buy, regions, unit }: Side, window: Span): SideSeries[] {
  const chip = chipsOf(db).get(type);
  const each = chip === undefined || chip.count <= 0 ? null : unitsOf(chip, unit);
  if (chip === undefined || each === null) return [];
  const product = buy === 'spot' ? DEFAULT_PRODUCT : buy === 'on-demand' ? 'Linux' : null;
  const asked = { kind: KINDS[buy], type, product, zones: buy === 'on-demand' ? 0 : 1 };
  const json = regions === undefined ? null : JSON.stringify(regions);
  const rows = prepared(db, SERIES).all({ ...asked, regions: json }) as [number, string, string][];
  const points = pointsSince(
    db,
    rows.map(([id]) => id),
    window.from,
  );
  // The stored price of a block is that of one accelerator already.
  const divisor = each * (buy === 'capacity-block' ? 1 : chip.count);
  const standings = buy === 'spot' ? standingOf(db, 'spot-price') : undefined;
  return rows.map(([id, region, qualifier]) => ({
    points: (points.get(id) ?? []).map(({ at, value }) => ({
      at,
      value: value === null ? null : value / divisor,
    })),
    known: standings?.({ region, type, product: qualifier }).known ?? null,
  }));
}
