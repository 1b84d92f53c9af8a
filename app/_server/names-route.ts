import { readNames } from '#db/queries/names.ts';
import type { DataRoute } from './handle.ts';
import { jsonBody } from './price-routes.ts';

/** What the jump box of every page looks through. */
export const namesRoute: DataRoute = {
  name: 'names',
  params: [],
  build: (db) => jsonBody(JSON.stringify(readNames(db))),
};
