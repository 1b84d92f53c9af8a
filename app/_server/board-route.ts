import { COLUMN_KEYS, SORT_KEYS } from '#app/_board/columns.ts';
import { GROUPS, parseFilter } from '#app/_board/filter.ts';
import { readBoard } from '#app/_board/read.ts';
import { fieldsOf, headOf } from '#app/_board/table.ts';
import type { Db } from '#db/client.ts';
import { knownRegions } from '#db/queries/known.ts';
import { csvLine } from '#lib/api/csv.ts';
import { checkRegions } from '#lib/api/names.ts';
import type { Query } from '#lib/api/query.ts';
import { instant } from '#lib/api/rows.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

const FILTERS = [
  'vendor',
  'family',
  'purpose',
  'region',
  'q',
  'watched',
  'group',
  'cols',
  'sort',
  'dir',
] as const;

/** What the page / shows for the same query: its rows in its order, the values of its columns. */
export const boardRoute: DataRoute = {
  name: 'board',
  params: [...FILTERS, 'format'],
  // A block that has begun is no longer on sale, whoever looks.
  timed: true,
  build(db, query, now) {
    check(db, query);
    const filter = parseFilter(
      Object.fromEntries(
        FILTERS.map((name) => [name, query[name] === undefined ? undefined : String(query[name])]),
      ),
    );
    const { facts, view } = readBoard(db, filter, now);
    const fields = fieldsOf(filter.cols);
    const asOf = instant(facts.asOf);
    if (query.format !== 'csv') {
      const rows = view.rows.map((row) => Object.fromEntries(fields.map(({ name, of }) => [name, of(row)])));
      return jsonBody(JSON.stringify({ asOf, rows }));
    }
    const heads = csvLine([...fields.map(headOf), headOf({ name: 'asOf', unit: 'UTC' })]);
    return csvBody(
      this.name,
      heads + view.rows.map((row) => csvLine([...fields.map(({ of }) => of(row)), asOf])).join(''),
    );
  },
};

/** A page leaves out what it does not know, as it may be kept for years; a program is told. */
function check(db: Db, query: Query): void {
  if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
  refuseOthers('cols', query.cols ?? [], COLUMN_KEYS);
  refuseOthers('sort', query.sort === undefined ? [] : [query.sort], SORT_KEYS);
  refuseOthers('group', query.group === undefined ? [] : [query.group], GROUPS);
}

function refuseOthers(field: string, names: readonly string[], known: readonly string[]): void {
  const other = names.find((name) => !known.includes(name));
  if (other === undefined) return;
  const near = suggest(other, known);
  throw new AppError(
    'PARAM_INVALID',
    `${field} names what there is not${near === undefined ? '' : `: did you mean ${near}?`}`,
    { field, received: other, accepted: known.join(', ') },
  );
}
