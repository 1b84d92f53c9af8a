import { DAY } from '#lib/domain/time.ts';
import { MOST_CONFIGURATIONS } from './configurations.ts';

/** A configuration that was sent; times are product milliseconds. */
export type LedgerEntry = {
  fingerprint: string;
  basket: string;
  request: string;
  firstUsedAt: number;
  lastUsedAt: number;
  /** When AWS last refused it as one too many. */
  refusedAt: number | null;
};

/** AWS takes a configuration again for this long after its last use, and counts new ones over as long. */
const WINDOW = DAY;

/** Whether AWS knows a configuration: used within 24 hours, and not refused at that use. */
export function isKnown(entry: LedgerEntry, now: number): boolean {
  const wasRefused = entry.refusedAt !== null && entry.refusedAt >= entry.lastUsedAt;
  return !wasRefused && entry.lastUsedAt > now - WINDOW;
}

/** Until when no new configuration is tried, because AWS has refused one; null where nothing stands against it. */
export function stoppedUntil(entries: readonly LedgerEntry[], now: number): number | null {
  const refusals = entries
    .map((entry) => entry.refusedAt)
    // A refusal from far ahead is from a clock that has been set back since.
    .filter((at): at is number => at !== null && Math.abs(now - at) < WINDOW);
  return refusals.length === 0 ? null : Math.max(...refusals) + WINDOW;
}

/** Whether a configuration may be sent now; otherwise until when it waits at least, and why. */
export type Admission = { admitted: true } | { admitted: false; until: number; why: string };

/** A known configuration is always sent. A new one needs a free slot, and no refusal in the last 24 hours. */
export function admit(entries: readonly LedgerEntry[], fingerprint: string, now: number): Admission {
  const known = entries.filter((entry) => isKnown(entry, now));
  if (known.some((entry) => entry.fingerprint === fingerprint)) return { admitted: true };
  const stopped = stoppedUntil(entries, now);
  if (stopped !== null)
    return {
      admitted: false,
      until: stopped,
      why: 'AWS has refused a new configuration in the last 24 hours',
    };
  if (known.length < MOST_CONFIGURATIONS) return { admitted: true };
  const until = Math.min(...known.map((entry) => entry.lastUsedAt)) + WINDOW;
  return { admitted: false, until, why: `${known.length} others were used in the last 24 hours` };
}

/** A change of settings that AWS would not take: `total` configurations within 24 hours. */
export type Overflow = { wanted: number; fresh: number; known: number; total: number; possibleAt: number };

/** Whether the wanted configurations, with those used in the last 24 hours, are more than AWS takes. */
export function findOverflow(
  entries: readonly LedgerEntry[],
  wanted: readonly string[],
  now: number,
): Overflow | undefined {
  const known = entries.filter((entry) => isKnown(entry, now));
  const fresh = wanted.filter((one) => !known.some((entry) => entry.fingerprint === one));
  const total = known.length + fresh.length;
  if (fresh.length === 0 || total <= MOST_CONFIGURATIONS) return undefined;
  const leaving = known
    .filter((entry) => !wanted.includes(entry.fingerprint))
    .map((entry) => entry.lastUsedAt)
    .sort((one, other) => one - other);
  const last = leaving[total - MOST_CONFIGURATIONS - 1] ?? now;
  return {
    wanted: wanted.length,
    fresh: fresh.length,
    known: known.length,
    total,
    possibleAt: last + WINDOW,
  };
}
