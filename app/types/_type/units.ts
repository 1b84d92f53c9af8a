import { finePercent, usd } from '#app/_ui/format.ts';
import { formatUsd } from '#lib/domain/money.ts';
import type { UnitName } from './params.ts';

/** A way to state a price: the price of an instance-hour divided by what the instance has, or by its on-demand price. */
export type Unit = { name: UnitName; label: string; title: string; suffix: string; divisor: number };

export type UnitFacts = {
  acceleratorCount: number;
  bf16TflopsEach: number | null;
  memoryGibEach: number | null;
  hasOnDemand: boolean;
};

const TERA_PER_PETA = 1000;

/** The units that the facts of a type allow; what is unknown is not offered. */
export function unitsOf(facts: UnitFacts): Unit[] {
  const { acceleratorCount: count, bf16TflopsEach: tflops, memoryGibEach: gib, hasOnDemand } = facts;
  const units: Unit[] = [
    { name: 'hour', label: '$/h', title: 'Dollars for one instance for an hour', suffix: '/h', divisor: 1 },
  ];
  if (count > 0) {
    units.push({
      name: 'accelerator',
      label: '$/accelerator-h',
      title: 'Dollars for one accelerator for an hour',
      suffix: '/acc-h',
      divisor: count,
    });
  }
  if (hasOnDemand) {
    units.push({
      name: 'share',
      label: 'share of on-demand',
      title: 'Of the on-demand price in the same region',
      suffix: '',
      divisor: 1,
    });
  }
  if (count > 0 && tflops !== null) {
    units.push({
      name: 'pflop',
      label: '$/PFLOP-h',
      title: 'Dollars for 1 PFLOPS of dense BF16 for an hour',
      suffix: '/PFLOP-h',
      divisor: (tflops * count) / TERA_PER_PETA,
    });
  }
  if (count > 0 && gib !== null) {
    units.push({
      name: 'gib',
      label: '$/GiB-h',
      title: 'Dollars for 1 GiB of accelerator memory for an hour',
      suffix: '/GiB-h',
      divisor: gib * count,
    });
  }
  return units;
}

/** A price in a unit: micro-dollars, or a fraction of on-demand; null where that is not known. */
export function inUnit(unit: Unit, micro: number | null, onDemand: number | null | undefined): number | null {
  if (micro === null) return null;
  if (unit.name !== 'share') return micro / unit.divisor;
  return onDemand === null || onDemand === undefined || onDemand === 0 ? null : micro / onDemand;
}

export function writeUnit(unit: Unit, value: number): string {
  return unit.name === 'share' ? finePercent(value) : `${usd(value)}${unit.suffix}`;
}

/** To a hundredth of a cent, as far as AWS prices go: for one figure that is read by itself. */
export function writeExact(unit: Unit, value: number): string {
  if (unit.name === 'share') return finePercent(value);
  return `$${formatUsd(Math.round(value / 100) * 100, 4)}${unit.suffix}`;
}
