import { AppError } from '#lib/domain/errors.ts';
import { anyGlob, isTypeGlob } from '#lib/domain/glob.ts';
import { DEFAULT_PRODUCT, PRODUCTS } from '#lib/domain/product.ts';
import { suggest } from '#lib/domain/suggest.ts';

/** What to look at. Empty lists stand for "every one there is". */
export type Watch = { regions: readonly string[]; types: readonly string[]; products: readonly string[] };

export const WATCH_EVERYTHING: Watch = { regions: [], types: [], products: [DEFAULT_PRODUCT] };

/** Names the product knows: from its own lists and from what this account's AWS has told before. */
export type KnownNames = { regions: Iterable<string>; types: readonly string[] };

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/**
 * Checks a watch list against the known names.
 * @throws AppError REGION_UNKNOWN, TYPE_UNKNOWN, CONFIG_INVALID
 */
export function checkWatch(watch: Watch, known: KnownNames): Watch {
  const regions = new Set(known.regions);
  for (const region of watch.regions) checkRegion(region, regions);
  for (const glob of watch.types) checkType(glob, known.types);
  for (const product of watch.products) checkProduct(product);
  return watch;
}

function checkRegion(region: string, known: ReadonlySet<string>): void {
  if (REGION.test(region) && known.has(region)) return;
  throw unknown(
    'REGION_UNKNOWN',
    `there is no AWS region ${region}`,
    region,
    known,
    'names such as us-east-1',
  );
}

function checkType(glob: string, known: readonly string[]): void {
  if (!isTypeGlob(glob)) {
    throw new AppError('TYPE_UNKNOWN', `${glob} is neither an instance type nor a pattern of types`, {
      field: 'types',
      received: glob,
      accepted: 'a type such as p5.48xlarge or a pattern such as p5*',
    });
  }
  const what = unknownType(glob, known);
  if (what !== undefined)
    throw new AppError('TYPE_UNKNOWN', what, {
      received: glob,
      accepted: 'a type such as p5.48xlarge or a pattern such as p5*',
    });
}

/** Why nothing is known under a name or a pattern of types, with the one that was probably meant; undefined where there is. */
export function unknownType(glob: string, known: readonly string[]): string | undefined {
  if (known.some(anyGlob([glob]))) return undefined;
  const what = /[*?]/.test(glob)
    ? `no accelerator type matches ${glob}`
    : `there is no accelerator type ${glob}`;
  const near = suggest(glob, known);
  return near === undefined ? what : `${what}: did you mean ${near}?`;
}

function checkProduct(product: string): void {
  if ((PRODUCTS as readonly string[]).includes(product)) return;
  throw unknown(
    'CONFIG_INVALID',
    `there is no spot product ${product}`,
    product,
    PRODUCTS,
    PRODUCTS.join(', '),
  );
}

function unknown(
  code: 'REGION_UNKNOWN' | 'CONFIG_INVALID',
  what: string,
  received: string,
  known: Iterable<string>,
  accepted: string,
) {
  const near = suggest(received, known);
  return new AppError(code, near === undefined ? what : `${what}: did you mean ${near}?`, {
    received,
    accepted,
  });
}
