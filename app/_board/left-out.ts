import { suggest } from '#lib/domain/suggest.ts';
import { COLUMN_KEYS } from './columns.ts';
import { type BoardFilter, regionsOf } from './filter.ts';

/** What the address names and there is not, in a sentence for each kind: an old or mistyped address still opens. */
export function leftOut(
  filter: Pick<BoardFilter, 'unknownCols' | 'watched' | 'region'>,
  types: readonly { name: string }[],
  regions: readonly string[],
): string[] {
  const known = new Set(types.map(({ name }) => name));
  const unwatched = filter.watched.filter((name) => !known.has(name));
  const elsewhere = (regionsOf(filter) ?? []).filter((region) => !regions.includes(region));
  const [column] = filter.unknownCols;
  const near = column === undefined ? undefined : suggest(column, COLUMN_KEYS);
  return [
    ...(column === undefined
      ? []
      : [
          `There is no column ${listed(filter.unknownCols)}: left out.${near === undefined ? '' : ` Did you mean ${near}?`}`,
        ]),
    ...(unwatched.length === 0 ? [] : [`Watched and not in the catalogue: ${listed(unwatched)}.`]),
    ...(elsewhere.length === 0 ? [] : [`Prices are not asked for in ${listed(elsewhere)}.`]),
  ];
}

const SHOWN = 5;

function listed(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
