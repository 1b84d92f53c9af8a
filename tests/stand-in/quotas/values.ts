import { hash32 } from '../hash.ts';
import type { QuotaFacts } from './codes.ts';
import type { Holder } from './holder.ts';
import { courseOf } from './requests.ts';

/** What an almost new account may use: a small G machine, nothing else that has an accelerator. */
const NEW_ACCOUNT: Readonly<Record<string, number>> = { 'L-DB2E81BA': 8, 'L-3819A6DF': 8 };

/**
 * The applied value at an instant (epoch seconds), in the quota's own unit (vCPU for instances); undefined where Service
 * Quotas has none and only the default is to be had.
 */
export function appliedValue(holder: Holder, quota: QuotaFacts, now: number): number | undefined {
  const { accountId, region, standing, recorded } = holder;
  if (recorded !== undefined) return recorded.get(`${region} ${quota.code}`);
  if (standing !== 'usual') {
    if (quota.kind === 'other') return undefined;
    return standing === 'new' ? (NEW_ACCOUNT[quota.code] ?? 0) : 0;
  }
  const { step } = courseOf(holder, quota, now);
  const value = quota.ladder[step] ?? quota.defaultValue;
  const untouched = value === quota.defaultValue;
  return untouched && hash32(`applied ${accountId} ${region} ${quota.code}`) % 3 === 0 ? undefined : value;
}

/** What really limits the account. */
export const limitOf = (holder: Holder, quota: QuotaFacts, now: number): number =>
  appliedValue(holder, quota, now) ?? quota.defaultValue;
