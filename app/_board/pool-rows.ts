import { parseUsd } from '#lib/domain/money.ts';
import type { Outcome } from '#lib/domain/outcome.ts';

/** A pool as the opened row shows it; amounts in micro-dollars, times in milliseconds. */
export type PoolRow = {
  region: string;
  zoneId: string;
  price: number | null;
  perAccelerator: number | null;
  share: number | null;
  h24: number | null;
  d7: number | null;
  d30: number | null;
  changedAt: number | null;
  confirmedAt: number | null;
  outcome: Outcome;
};

/** The answer of GET /api/v1/prices/latest, as far as it is used here. */
export type LatestAnswer = {
  rows: {
    region: string;
    /** null: the region has no pool of this type. */
    zoneId: string | null;
    priceUsd: string | null;
    perAcceleratorUsd: string | null;
    shareOfOnDemand: number | null;
    change24h: number | null;
    change7d: number | null;
    change30d: number | null;
    effectiveAt: string | null;
    confirmedAt: string | null;
    outcome: Outcome;
  }[];
};

/** The pools of an answer, cheapest first, those without a price last; regions without a pool are left out. */
export function parsePools(answer: LatestAnswer): PoolRow[] {
  const rows = answer.rows
    .flatMap(({ zoneId, ...row }) => (zoneId === null ? [] : [{ ...row, zoneId }]))
    .map((row) => ({
      region: row.region,
      zoneId: row.zoneId,
      price: micro(row.priceUsd),
      perAccelerator: micro(row.perAcceleratorUsd),
      share: row.shareOfOnDemand,
      h24: row.change24h,
      d7: row.change7d,
      d30: row.change30d,
      changedAt: time(row.effectiveAt),
      confirmedAt: time(row.confirmedAt),
      outcome: row.outcome,
    }));
  return rows.sort(
    (a, b) => (a.price ?? Infinity) - (b.price ?? Infinity) || a.zoneId.localeCompare(b.zoneId),
  );
}

function micro(text: string | null): number | null {
  return text === null ? null : (parseUsd(text)?.micro ?? null);
}

function time(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
