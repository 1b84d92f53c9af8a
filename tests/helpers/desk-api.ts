import { TestApi } from './api-ask.ts';
import type { FaultyDesk } from './faulty-desk.ts';

/** A row of any route, as JSON. */
export type AnyRow = Record<string, unknown> & { region: string; type: string | null; outcome: string };

/** Asks the HTTP interface over the database of a desk, at the desk's own time. */
export function askDesk(desk: FaultyDesk): (path: string) => Promise<AnyRow[]> {
  const api = Object.assign(new TestApi(), { db: desk.db });
  return async (path) => {
    api.now = desk.now();
    return (await api.json<{ rows: AnyRow[] }>(path)).rows;
  };
}
