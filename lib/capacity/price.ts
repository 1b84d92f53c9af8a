import type { MicroUsd } from '#lib/domain/money.ts';
import { HOUR } from '#lib/domain/time.ts';

/** Fractions of an accelerator are kept to a thousandth. */
const THOUSAND = 1000;

/**
 * Micro-dollars per accelerator-hour of a block: its fee over its accelerators and its real span, never the duration
 * asked for (a block that starts now is shorter). In whole numbers throughout, rounded half up; null where the
 * accelerators are not known.
 */
export function perAcceleratorHour(
  fee: number,
  accelerators: number | null,
  span: { startAt: number; endAt: number },
): MicroUsd | null {
  const ms = span.endAt - span.startAt;
  if (accelerators === null || accelerators <= 0 || ms <= 0) return null;
  const over = BigInt(fee) * BigInt(HOUR) * BigInt(THOUSAND);
  const under = BigInt(Math.round(accelerators * THOUSAND)) * BigInt(ms);
  if (under === 0n) return null;
  return Number((2n * over + under) / (2n * under)) as MicroUsd;
}
