import 'server-only';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getDb } from '#app/_server/db.ts';
import { isOwnHost } from '#app/_server/host-guard.ts';
import type { Db } from '#db/client.ts';
import { AppError } from '#lib/domain/errors.ts';

export type Opened = { db: Db; refusal?: undefined } | { db?: undefined; refusal: AppError };

/**
 * The database for a page, or the refusal that the page has to show: production hides the words of thrown errors.
 * A request for another host was refused by next.config.mjs already; whatever finds a way around it gets nothing here.
 */
export async function openForPage(): Promise<Opened> {
  if (!isOwnHost((await headers()).get('host') ?? '')) notFound();
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
