import { AppError } from '#lib/domain/errors.ts';
import { globTest } from '#lib/domain/glob.ts';
import { suggest } from '#lib/domain/suggest.ts';

/**
 * The known types that names and globs stand for, sorted.
 * @throws AppError TYPE_UNKNOWN when one of them stands for none
 */
export function resolveTypes(wanted: readonly string[], known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const entry of wanted) {
    if (/[*?]/.test(entry)) addMatches(entry, known, found);
    else if (known.has(entry)) found.add(entry);
    else throw unknownName('TYPE_UNKNOWN', 'type', 'instance type', entry, known);
  }
  return [...found].sort();
}

function addMatches(glob: string, known: ReadonlySet<string>, found: Set<string>): void {
  const matches = [...known].filter(globTest(glob.replaceAll(/\*+/g, '*')));
  for (const name of matches) found.add(name);
  if (matches.length > 0) return;
  throw new AppError('TYPE_UNKNOWN', 'no known accelerator type matches this glob', {
    field: 'type',
    received: glob,
    accepted: 'a glob over accelerator types, such as p5*',
  });
}

/**
 * Refuses a region that neither AWS nor this program has heard of.
 * @throws AppError REGION_UNKNOWN
 */
export function checkRegions(wanted: readonly string[], known: ReadonlySet<string>): void {
  for (const name of wanted) {
    if (!known.has(name)) throw unknownName('REGION_UNKNOWN', 'region', 'region', name, known);
  }
}

function unknownName(
  code: 'TYPE_UNKNOWN' | 'REGION_UNKNOWN',
  field: string,
  what: string,
  received: string,
  known: ReadonlySet<string>,
): AppError {
  const near = suggest(received.toLowerCase(), known);
  const message = `there is no ${what} of this name${near === undefined ? '' : `: did you mean ${near}?`}`;
  return new AppError(code, message, { field, received, accepted: near ?? `a known ${what}` });
}
