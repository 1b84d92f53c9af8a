import type { Db } from '#db/client.ts';
import { dataVersion } from '#db/queries/version.ts';

type Kept = { version: number; facts: Map<string, unknown> };

const kept = new WeakMap<Db, Kept>();
const MOST = 16;

/** What `read` makes of the stored data, made once for each version of it and kept for whoever asks next. Not to be changed. */
export function perVersion<T>(db: Db, question: string, read: () => T): T {
  const version = dataVersion(db);
  let own = kept.get(db);
  if (own === undefined || own.version !== version || own.facts.size >= MOST) {
    own = { version, facts: new Map() };
    kept.set(db, own);
  }
  if (!own.facts.has(question)) own.facts.set(question, read());
  return own.facts.get(question) as T;
}
