import 'server-only';
import { getDb } from '#app/_server/db.ts';
import type { Db } from '#db/client.ts';
import { AppError } from '#lib/domain/errors.ts';

export type Opened = { db: Db; refusal?: undefined } | { db?: undefined; refusal: AppError };

/** The database for a page, or the refusal that the page has to show: production hides the words of thrown errors. */
export function openForPage(): Opened {
  try {
    return { db: getDb() };
  } catch (error) {
    if (isDatabaseRefusal(error)) return { refusal: error };
    throw error;
  }
}

/** True for refusals that say the database is not usable now, whatever was asked. */
export function isDatabaseRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('DB_');
}
