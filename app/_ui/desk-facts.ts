import 'server-only';
import { getDb } from '#app/_server/db.ts';
import { firingNow } from '#db/queries/alert-told.ts';
import { readCadence } from '#db/queries/asked.ts';
import { credentialsTrouble } from '#db/queries/findings.ts';
import { runBounds } from '#db/queries/health.ts';
import { newestComplete } from '#db/queries/looks.ts';
import type { DeskFacts } from '#lib/health/band.ts';
import { credentialsFinding } from '#lib/health/findings.ts';
import { vitalLimit } from '#lib/series/collector-health.ts';
import { isDatabaseRefusal } from './page-database.ts';

/** How many alerts fire; none without a database. */
export function readFiring(): number {
  try {
    return firingNow(getDb());
  } catch (error) {
    if (isDatabaseRefusal(error)) return 0;
    throw error;
  }
}

/** How the desk stands; nothing without a database, which its page says itself. */
export function readDeskFacts(): DeskFacts | undefined {
  try {
    const db = getDb();
    const trouble = credentialsTrouble(db);
    const refused = trouble === undefined ? null : credentialsFinding(trouble).what;
    const { 'spot-price': intervalMs } = readCadence(db);
    return {
      lastRunAt: runBounds(db).lastRunAt,
      asOf: newestComplete(db, 'spot-price'),
      refused,
      silenceMs: vitalLimit([{ name: 'spot-price', intervalMs }]),
    };
  } catch (error) {
    if (isDatabaseRefusal(error)) return undefined;
    throw error;
  }
}
