import type { Db } from '#db/client.ts';
import { fingerprintOf, ledgerEntries } from '#db/queries/score-ledger.ts';
import type { ScoreSettings } from '#lib/config/scores.ts';
import { checkWatch, type KnownNames, type Watch } from '#lib/config/watch.ts';
import { AppError } from '#lib/domain/errors.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { formatInstant } from '#lib/domain/time.ts';
import {
  type Configuration,
  configurationsOf,
  MOST_CONFIGURATIONS,
  readRequest,
} from '#lib/scores/configurations.ts';
import { findOverflow } from '#lib/scores/ledger.ts';

/** A configuration with what it is known by. */
export type AskedConfiguration = Configuration & { fingerprint: string };

/**
 * The configurations that are asked: those about any watched type in any watched region. A watch list leaves
 * configurations out and never changes one.
 */
export function askedConfigurations(settings: ScoreSettings, watch: Watch): AskedConfiguration[] {
  const isWatched = anyGlob(watch.types);
  return configurationsOf(settings.baskets)
    .filter(
      ({ types, regions }) =>
        types.some(isWatched) &&
        (watch.regions.length === 0 || regions.some((region) => watch.regions.includes(region))),
    )
    .map((configuration) => ({ ...configuration, fingerprint: fingerprintOf(configuration) }));
}

/**
 * Checks what is asked about placement scores against the known names and, where there is a database, against what
 * AWS has been asked before.
 * @throws AppError TYPE_UNKNOWN, REGION_UNKNOWN, CONFIG_INVALID
 */
export function checkScores(
  settings: ScoreSettings,
  watch: Watch,
  known: KnownNames,
  at: { db: Db | undefined; now: number },
): void {
  for (const { regions, types } of settings.baskets) checkWatch({ regions, types, products: [] }, known);
  checkWatch({ regions: [settings.supportability.region], types: [], products: [] }, known);
  if (at.db === undefined) return;
  const entries = ledgerEntries(at.db);
  const wanted = askedConfigurations(settings, watch);
  for (const configuration of wanted) {
    const other = entries.find(
      ({ basket, request }) =>
        basket === configuration.basket &&
        String(readRequest(request)?.types ?? configuration.types) !== String(configuration.types),
    );
    if (other !== undefined) throw changedTypes(configuration, readRequest(other.request)?.types ?? []);
  }
  if (settings.acceptChange) return;
  const fingerprints = wanted.map(({ fingerprint }) => fingerprint);
  const overflow = findOverflow(entries, fingerprints, at.now);
  if (overflow === undefined) return;
  throw new AppError(
    'CONFIG_INVALID',
    `the settings ask for ${overflow.wanted} placement-score configurations, ${overflow.fresh} of them new, and ${overflow.known} were used in the last 24 hours: ${overflow.known} + ${overflow.fresh} = ${overflow.total}, and AWS takes about ${MOST_CONFIGURATIONS} of an account in 24 hours. It is possible from ${formatInstant(overflow.possibleAt)} on, when those no longer asked are forgotten; scores.acceptChange: true starts now, goes on with the known ones and lets the new ones wait`,
    { field: 'scores.baskets' },
  );
}

function changedTypes({ basket, types }: Configuration, before: readonly string[]): AppError {
  return new AppError(
    'CONFIG_INVALID',
    `the basket ${basket} was ${before.join(', ')} when it was scored before: give other types another name, so that the history under this one stays the history of one question`,
    { field: 'scores.baskets', received: types.join(', '), accepted: before.join(', ') },
  );
}
