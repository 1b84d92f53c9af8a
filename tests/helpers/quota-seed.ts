import { writeTransaction } from '#db/client.ts';
import { type SeenQuota, saveQuotas, saveQuotaUse } from '#db/queries/quotas.ts';
import { recogniseQuota } from '#lib/catalogue/quotas.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { NOW, TestApi } from './api-ask.ts';
import { bumpVersion, seedTarget } from './api-seed.ts';

export const P = 'L-417A185B';
/** When limits and requests were last looked at. */
export const SEEN = NOW - 20 * MINUTE;

/** The API over two types that quotas are asked about: 192 and 4 vCPU. */
export function openQuotaApi(): TestApi {
  const api = new TestApi();
  const set = api.db.sqlite.prepare('UPDATE instance_type SET family = ?, vcpu = ? WHERE name = ?');
  set.run('p5', 192, 'p5.48xlarge');
  set.run('g5', 4, 'g5.xlarge');
  return api;
}

function seedLook({ db }: TestApi, collector: string, key: string, region: string, outcome: Outcome): void {
  const isComplete = outcome === 'value' || outcome === 'none';
  const lastLookAt = outcome === 'never' ? null : SEEN;
  seedTarget(db, { collector, region, outcome, lastLookAt, lastCompleteAt: isComplete ? SEEN : null });
  db.sqlite
    .prepare("UPDATE target SET query_key = ? WHERE collector = ? AND region = ? AND query_key = '{}'")
    .run(key, collector, region);
}

/** A region whose limits and requests, and whose use, were looked at with these outcomes. */
export function seedRegion(
  api: TestApi,
  region: string,
  limits: Outcome = 'value',
  usage: Outcome = 'value',
): void {
  seedLook(api, 'quota', 'limits', region, limits);
  seedLook(api, 'quota', 'requests', region, limits);
  seedLook(api, 'quota-usage', 'vcpu', region, usage);
}

export function quota(code: string, name: string, value: number, over: Partial<SeenQuota> = {}): SeenQuota {
  const kind = recogniseQuota(code, name);
  if (kind === undefined) throw new Error(`${name} is no accelerator quota`);
  const usageMetric = { namespace: 'AWS/Usage', name: 'ResourceCount', dimensions: {}, statistic: 'Maximum' };
  const { scope, families } = kind;
  const values = { applied: { value }, default: { value: 0 } };
  return { code, name, scope, families, adjustable: true, usageMetric, ...values, ...over };
}

export function onDemand(value: number, over: Partial<SeenQuota> = {}): SeenQuota {
  return quota(P, 'Running On-Demand P instances', value, over);
}

/** Saves what looks saw: limits at SEEN, use two minutes ago. */
export function seedQuotas(
  { db }: TestApi,
  region: string,
  quotas: SeenQuota[],
  used: [string, number][] = [],
): void {
  writeTransaction(db, () => {
    saveQuotas(db, region, quotas, SEEN, false);
    const seen = used.map(([code, value]) => ({ code, outcome: 'value' as const, value }));
    saveQuotaUse(db, region, seen, NOW - 2 * MINUTE);
  });
  bumpVersion(db);
}
