import { type Filter, GetProductsCommand } from '@aws-sdk/client-pricing';
import { listTypeNames, listTypeRegions } from '#db/queries/instance-types.ts';
import { hasListPrice, type ListPrice, saveListPrices } from '#db/queries/publish-list-prices.ts';
import { publishFacts, publishLook } from '#db/queries/publish-look.ts';
import { RunClosedError } from '#db/queries/runs.ts';
import { ensureTarget, type Look } from '#db/queries/targets.ts';
import { COLLECTOR_INTERVALS_MS, GLOBAL } from '#lib/domain/collectors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { PRICING_REGIONS } from '#lib/domain/region.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import { classifyFailure, type Failure } from '../../aws/errors.ts';
import type { Job, RunContext, RunReport } from '../../context.ts';
import { eachAtOnce, report, watchedRegions } from '../../pipeline/targets.ts';
import { type ListRow, parseListRow, pickPrice } from './parse.ts';

/** The list price of every watched type: one question a type brings the rows of all regions. */
export const onDemandPriceJob: Job = {
  name: 'on-demand-price',
  intervalMs: COLLECTOR_INTERVALS_MS['on-demand-price'],
  deadlineMs: 10 * MINUTE,
  actions: ['pricing:GetProducts'],
  requires: ['region', 'instance-type'],
  run,
};

/** Without marketoption the Capacity Block row at 0.00 comes along; without capacitystatus and tenancy, still others. */
const FILTERS: Record<string, string> = {
  operatingSystem: 'Linux',
  tenancy: 'Shared',
  preInstalledSw: 'NA',
  capacitystatus: 'Used',
  marketoption: 'OnDemand',
  licenseModel: 'No License required',
};
const QUALIFIER = 'Linux';
const TYPES_AT_ONCE = 2;

/** Types whose prices are published together: few enough to see them arrive, many enough to be cheap. */
const BATCH = 12;

async function run(context: RunContext): Promise<RunReport> {
  const types = listTypeNames(context.db).filter(anyGlob(context.watch.types));
  const target = ensureTarget(context.db, 'on-demand-price', GLOBAL, { key: 'list prices' });
  const tally: Tally = { pages: 0, rows: 0, prices: 0, ambiguous: 0, failures: [] };
  for (let at = 0; at < types.length; at += BATCH) {
    const prices: ListPrice[] = [];
    await eachAtOnce(types.slice(at, at + BATCH), TYPES_AT_ONCE, async (type) => {
      prices.push(...(await priceType(context, type, tally)));
    });
    const collectedAt = context.clock.now();
    publishFacts(context.db, context.runId, () => saveListPrices(context.db, prices, collectedAt));
  }
  publishLook(context.db, target.id, lookOf(context, tally));
  const results = types.map((_, index) =>
    index < tally.failures.length ? ('failed' as const) : ('complete' as const),
  );
  const { rows, prices, ambiguous } = tally;
  return report(results, { types: types.length, rows, prices, ambiguous });
}

type Tally = {
  pages: number;
  rows: number;
  prices: number;
  ambiguous: number;
  failures: (Failure & { type: string })[];
};

async function priceType(context: RunContext, type: string, tally: Tally): Promise<ListPrice[]> {
  try {
    const { rows, pages } = await fetchRows(context, type);
    tally.rows += rows.length;
    tally.pages += pages;
    const prices = priceRegions(context, type, rows, tally);
    if (isUnusable(prices)) tally.failures.push({ ...UNUSABLE, type });
    return prices;
  } catch (error) {
    if (error instanceof RunClosedError || context.signal.aborted) throw error;
    const failure = classifyFailure(error);
    context.log.warn({ type, class: failure.errorClass, error: failure.errorText }, 'list price failed');
    tally.failures.push({ ...failure, type });
    return [];
  }
}

const UNUSABLE: Failure = {
  outcome: 'failed',
  errorClass: 'ambiguous',
  errorText: 'no row of the answer can be taken for the price',
};

/** Rows were doubtful in some region and good in none: that is no answer about the type. */
function isUnusable(prices: readonly ListPrice[]): boolean {
  const has = (outcome: ListPrice['outcome']) => prices.some((price) => price.outcome === outcome);
  return has('failed') && !has('value');
}

function priceRegions(
  context: RunContext,
  type: string,
  rows: readonly ListRow[],
  tally: Tally,
): ListPrice[] {
  const listed = new Set(
    listTypeRegions(context.db)
      .filter((row) => row.instanceType === type)
      .map((row) => row.region),
  );
  // The list keeps even retired types: one that had a price and is not in it at all is a broken answer.
  const vanished = rows.length === 0 && hasListPrice(context.db, type);
  const prices: ListPrice[] = [];
  for (const { name: region, enabled } of watchedRegions(context.db, context.watch)) {
    const picked = pickPrice(rows, type, region);
    const identity = { instanceType: type, region, qualifier: QUALIFIER };
    if (picked.outcome === 'value') {
      tally.prices++;
      prices.push({
        ...identity,
        outcome: 'value',
        micro: picked.price.micro,
        scale: picked.price.scale,
        effectiveAt: picked.row.effectiveAt,
      });
    } else if (picked.outcome === 'failed' || (vanished && listed.has(region))) {
      tally.ambiguous++;
      prices.push({ ...identity, outcome: 'failed' });
    } else if (enabled && listed.has(region)) {
      // Listed and without a list price: sold as Capacity Block or spot only, such as p5e and trn2.
      prices.push({ ...identity, outcome: 'not_sold' });
    }
  }
  return prices;
}

function lookOf(context: RunContext, tally: Tally): Omit<Look, 'changes'> {
  const now = context.clock.now();
  const [failure] = tally.failures;
  return {
    runId: context.runId,
    collectedAt: now,
    span: { from: now, to: now },
    completeness: failure === undefined ? 'complete' : tally.prices > 0 ? 'partial' : 'failed',
    outcome: failure?.outcome ?? (tally.prices > 0 ? 'value' : 'none'),
    ...(failure === undefined
      ? {}
      : {
          errorClass: failure.errorClass,
          errorText: `${tally.failures.length} types, first ${failure.type}: ${failure.errorText}`,
        }),
    pages: tally.pages,
    items: tally.rows,
    quarantined: tally.ambiguous,
  };
}

async function fetchRows(context: RunContext, type: string): Promise<{ rows: ListRow[]; pages: number }> {
  const rows: ListRow[] = [];
  const seen = new Set<string>();
  const fields = { instanceType: type, ...FILTERS };
  const Filters = Object.entries(fields).map(
    ([Field, Value]): Filter => ({ Type: 'TERM_MATCH', Field, Value }),
  );
  const pages = await eachPage<unknown>(
    async (NextToken) => {
      const command = new GetProductsCommand({
        ServiceCode: 'AmazonEC2',
        FormatVersion: 'aws_v1',
        Filters,
        MaxResults: 100,
        NextToken,
      });
      const what = { service: 'pricing', action: 'GetProducts', region: PRICING_REGIONS[0] };
      const answer = await context.gate.call(what, context.signal, (abortSignal) =>
        context.aws.pricing().send(command, { abortSignal }),
      );
      return { items: requireArray(answer.PriceList, 'PriceList'), nextToken: answer.NextToken };
    },
    (items) => {
      // A page that comes twice is no second price.
      for (const text of items.map(String)) {
        if (!seen.has(text)) rows.push(parseListRow(text));
        seen.add(text);
      }
    },
  );
  return { rows, pages };
}
