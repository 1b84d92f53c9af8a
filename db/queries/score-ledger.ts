import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { DAY } from '#lib/domain/time.ts';
import { type Configuration, MOST_CONFIGURATIONS, readRequest } from '#lib/scores/configurations.ts';
import { isKnown, type LedgerEntry, stoppedUntil } from '#lib/scores/ledger.ts';
import { type Db, writeTransaction } from '../client.ts';
import { scoreConfig } from '../schema/index.ts';
import { bumpDataVersion } from './meta.ts';

/** What a configuration is known by: a hash of every parameter that is sent. */
export function fingerprintOf({ request }: Pick<Configuration, 'request'>): string {
  return createHash('sha256').update(request).digest('hex').slice(0, 32);
}

/** Every configuration that was ever sent, in no order that means anything. */
export function ledgerEntries(db: Db): LedgerEntry[] {
  return db.orm
    .select()
    .from(scoreConfig)
    .all()
    .map(({ requestJson, ...row }) => ({ ...row, request: requestJson }));
}

/** Notes that a configuration is being sent. Before the call: whatever becomes of it, AWS may have counted it. */
export function noteConfiguration(db: Db, { basket, request }: Configuration, at: number): void {
  const row = { fingerprint: fingerprintOf({ request }), basket, requestJson: request };
  writeTransaction(db, () => {
    db.orm
      .insert(scoreConfig)
      .values({ ...row, firstUsedAt: at, lastUsedAt: at })
      .onConflictDoUpdate({ target: scoreConfig.fingerprint, set: { basket, lastUsedAt: at } })
      .run();
    bumpDataVersion(db);
  });
}

/** Notes that AWS has refused a configuration as one too many. */
export function noteRefusal(db: Db, { request }: Configuration, at: number): void {
  const own = eq(scoreConfig.fingerprint, fingerprintOf({ request }));
  writeTransaction(db, () => {
    db.orm.update(scoreConfig).set({ refusedAt: at, lastUsedAt: at }).where(own).run();
    bumpDataVersion(db);
  });
}

/** `used`: AWS knows it for now; `refused`: it was one too many; `lapsed`: AWS has forgotten it. */
type LedgerState = 'used' | 'refused' | 'lapsed';

type LedgerRow = {
  fingerprint: string;
  basket: string;
  types: readonly string[];
  capacity: number;
  level: string;
  regions: readonly string[];
  firstUsedAt: number;
  lastUsedAt: number;
  refusedAt: number | null;
  state: LedgerState;
  /** When its slot is free again, were it never sent again; null where it takes none. */
  freeAt: number | null;
};

export type ScoreLedger = {
  /** How many AWS takes within 24 hours, as far as is known. */
  limit: number;
  used: number;
  /** No new configuration before this instant; null where none is stopped. */
  stoppedUntil: number | null;
  configurations: LedgerRow[];
};

/** The configurations on record, those in use first: what the account has left of AWS's limit at `now`. */
export function scoreLedger(db: Db, now: number): ScoreLedger {
  const entries = ledgerEntries(db);
  const configurations = entries.flatMap((entry) => ledgerRow(entry, now) ?? []);
  const order: readonly LedgerState[] = ['used', 'refused', 'lapsed'];
  configurations.sort(
    (one, other) =>
      order.indexOf(one.state) - order.indexOf(other.state) ||
      one.basket.localeCompare(other.basket, 'en') ||
      one.capacity - other.capacity ||
      String(one.regions).localeCompare(String(other.regions), 'en'),
  );
  return {
    limit: MOST_CONFIGURATIONS,
    used: configurations.filter(({ state }) => state === 'used').length,
    stoppedUntil: stoppedUntil(entries, now),
    configurations,
  };
}

function ledgerRow(entry: LedgerEntry, now: number): LedgerRow | undefined {
  const request = readRequest(entry.request);
  if (request === undefined) return undefined;
  const { fingerprint, basket, firstUsedAt, lastUsedAt, refusedAt } = entry;
  const known = isKnown(entry, now);
  const wasRefused = refusedAt !== null && refusedAt >= lastUsedAt && now - refusedAt < DAY;
  return {
    fingerprint,
    basket,
    ...request,
    firstUsedAt,
    lastUsedAt,
    refusedAt,
    state: known ? 'used' : wasRefused ? 'refused' : 'lapsed',
    freeAt: known ? lastUsedAt + DAY : null,
  };
}
