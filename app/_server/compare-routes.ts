import type { Db } from '#db/client.ts';
import { chipsOf, readWays, sideSeries } from '#db/queries/compare.ts';
import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import { csvTable } from '#lib/api/csv.ts';
import { instantText } from '#lib/api/instant-text.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import { resolveRange } from '#lib/api/range.ts';
import { instant } from '#lib/api/rows.ts';
import { ratioHistory } from '#lib/compare/ratio.ts';
import { priceIn } from '#lib/compare/ways.ts';
import { AppError } from '#lib/domain/errors.ts';
import { formatUsd } from '#lib/domain/money.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

const WAY_KEYS = [
  ...['type', 'accelerator', 'buy', 'region', 'zoneId', 'terms', 'perHourUsd', 'perAcceleratorHourUsd'],
  ...['perPflopHourUsd', 'perGibHourUsd', 'outcome', 'seenAt', 'source'],
] as const;

/** A micro-dollar, the finest we keep, for what we divided. */
const usd = (micro: number | null) => (micro === null ? null : formatUsd(Math.round(micro), 6));

export const compareRoute: DataRoute = {
  name: 'compare',
  params: ['type', 'region', 'format'],
  timed: true,
  build(db, query, now) {
    const types = resolveTypes(query.type ?? [], knownTypes(db));
    const regions = regionsOf(db, query);
    if (types.length === 0)
      throw new AppError('PARAM_INVALID', 'there is nothing to compare: name at least one type', {
        field: 'type',
        accepted: 'instance types or globs such as p5*, comma-separated',
      });
    const rows = readWays(db, { types, regions, now }).map(({ way, chip }) => {
      const { type, buy, region, zoneId, terms, outcome, seenAt, source } = way;
      return {
        ...{ type, accelerator: chip.accelerator, buy, region, zoneId, terms },
        perHourUsd: usd(priceIn(way, chip, 'hour')),
        perAcceleratorHourUsd: usd(priceIn(way, chip, 'accelerator')),
        perPflopHourUsd: usd(priceIn(way, chip, 'pflop')),
        perGibHourUsd: usd(priceIn(way, chip, 'gib')),
        ...{ outcome, seenAt: instant(seenAt), source },
      };
    });
    return query.format === 'csv'
      ? csvBody(this.name, csvTable(WAY_KEYS, rows))
      : jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'spot-price')), rows }));
  },
};

const RATIO_KEYS = ['at', 'ofUsd', 'perUsd', 'ratio'] as const;

export const ratioRoute: DataRoute = {
  name: 'compare-ratio',
  params: ['of', 'per', 'buy', 'unit', 'region', 'from', 'to', 'format'],
  timed: true,
  build(db, query, now) {
    const window = resolveRange(query, newestLook(db, 'spot-price') ?? now);
    const regions = regionsOf(db, query);
    const side = (field: 'of' | 'per') =>
      sideSeries(
        db,
        {
          type: oneType(db, query, field),
          buy: query.buy ?? 'spot',
          regions,
          unit: query.unit ?? 'accelerator',
        },
        window,
      );
    const { steps, median, knownMs } = ratioHistory(side('of'), side('per'), window);
    const rows = steps.map(({ at, of, per, ratio }) => ({
      ...{ at: instantText(at), ofUsd: usd(of), perUsd: usd(per), ratio },
    }));
    if (query.format === 'csv') return csvBody(this.name, csvTable(RATIO_KEYS, rows));
    const summary = { median, knownShare: knownMs / (window.to - window.from) };
    return jsonBody(JSON.stringify({ ...summary, rows }));
  },
};

function oneType(db: Db, query: Query, field: 'of' | 'per'): string {
  const asked = query[field];
  if (asked === undefined)
    throw new AppError('PARAM_INVALID', `${field} is missing: a ratio has two sides`, {
      field,
      accepted: 'one instance type, such as p5.48xlarge',
    });
  const [type = ''] = resolveTypes([asked], knownTypes(db));
  if (chipsOf(db).get(type) === undefined)
    throw new AppError('TYPE_UNKNOWN', 'nothing is known of its accelerators', { field, received: asked });
  return type;
}

function regionsOf(db: Db, { region }: Query): readonly string[] | undefined {
  if (region !== undefined) checkRegions(region, knownRegions(db));
  return region;
}
