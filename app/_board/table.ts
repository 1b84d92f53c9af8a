import type { Cell } from '#lib/api/csv.ts';
import { instant } from '#lib/api/rows.ts';
import { formatUsd } from '#lib/domain/money.ts';
import { bucketLabel } from '#lib/interruption/buckets.ts';
import type { Change } from './change-since.ts';
import { type ColumnKey, columnsOf } from './columns.ts';
import type { BoardRow } from './row.ts';

/** One value of a row: its name in JSON, its unit in the head of the CSV ('' where it has none). */
export type Field = { name: string; unit: string; of: (row: BoardRow) => Cell };

const field = (name: string, unit: string, of: Field['of']): Field => ({ name, unit, of });

/** Decimals of a price that was divided, as everywhere in the interface. */
const DERIVED_SCALE = 6;
const usd = (micro: number | null | undefined, scale = DERIVED_SCALE) =>
  micro == null ? null : formatUsd(micro, scale);
const fraction = (change: Change | undefined) => (typeof change === 'number' ? change : null);
const PER_HOUR = 'USD/h';
const UTC = 'UTC';

const IDENTITY = [field('type', '', (row) => row.type), field('accelerator', '', (row) => row.accelerator)];

const FIELDS: Record<ColumnKey, Field[]> = {
  desk: [field('accelerators', 'count', (row) => (row.count > 0 ? row.count : null))],
  memory: [field('memoryGib', 'GiB', (row) => row.memory)],
  price: [
    field('spotUsd', PER_HOUR, ({ best }) => usd(best?.value, best?.scale)),
    field('spotOutcome', '', (row) =>
      row.best === null ? (row.absence?.outcome ?? 'never') : (row.best.trouble ?? 'value'),
    ),
  ],
  where: [
    field('zoneId', '', (row) => row.best?.zoneId ?? null),
    field('region', '', (row) => row.best?.region ?? null),
  ],
  unit: [field('perAcceleratorUsd', PER_HOUR, (row) => usd(row.best?.perAccelerator))],
  share: [field('shareOfOnDemand', 'fraction', (row) => row.best?.share ?? null)],
  od: [
    field('onDemandUsd', PER_HOUR, ({ onDemand }) =>
      onDemand.value === null ? null : usd(onDemand.value, onDemand.scale),
    ),
    field('onDemandRegion', '', (row) => row.onDemand.region),
    field('onDemandOutcome', '', (row) => row.onDemand.outcome),
  ],
  // A line has no cell: its numbers are at /prices/history.
  spark: [],
  h24: [field('change24h', 'fraction', (row) => fraction(row.best?.h24))],
  d7: [field('change7d', 'fraction', (row) => fraction(row.best?.d7))],
  d30: [field('change30d', 'fraction', (row) => fraction(row.best?.d30))],
  block: [
    field('nextBlockStartAt', UTC, ({ block }) =>
      block?.outcome === 'value' ? instant(block.startAt) : null,
    ),
    field('nextBlockPerAcceleratorHourUsd', PER_HOUR, ({ block }) =>
      block?.outcome === 'value' ? usd(block.perAccelerator) : null,
    ),
    field('nextBlockItem', '', ({ block }) => (block?.outcome === 'value' ? block.item : null)),
    field('nextBlockCount', 'items', ({ block }) => (block?.outcome === 'value' ? block.count : null)),
    field('nextBlockDurationHours', 'h', ({ block }) =>
      block?.outcome === 'value' ? block.durationHours : null,
    ),
    field('nextBlockZoneId', '', ({ block }) => (block?.outcome === 'value' ? block.zoneId : null)),
    field('nextBlockOutcome', '', ({ block }) =>
      block?.outcome === 'value' ? (block.trouble ?? 'value') : (block?.outcome ?? null),
    ),
  ],
  score: [
    field('placementScore', '1 to 10', ({ score }) => (score?.outcome === 'value' ? score.score : null)),
    field('placementBasket', '', ({ score }) => (score?.outcome === 'value' ? score.basket : null)),
    field('placementCapacity', 'instances', ({ score }) =>
      score?.outcome === 'value' ? score.capacity : null,
    ),
    field('placementRegion', '', ({ score }) => (score?.outcome === 'value' ? score.region : null)),
    field('placementOutcome', '', (row) => row.score?.outcome ?? null),
  ],
  interruption: [
    field('interruptionRange', 'of instances in a month', ({ interruption: rate }) =>
      rate?.outcome === 'value' ? (bucketLabel(rate.bucket) ?? null) : null,
    ),
    field('interruptionRegion', '', (row) => row.interruption?.region ?? null),
    field('interruptionOutcome', '', (row) => row.interruption?.outcome ?? null),
  ],
  headroom: [
    field('headroom', 'instances', ({ headroom }) =>
      headroom?.outcome === 'value' ? headroom.instances : null,
    ),
    field('headroomAtMost', 'instances', ({ headroom }) =>
      headroom === undefined ? null : headroom.outcome === 'value' ? headroom.instances : headroom.atMost,
    ),
    field('headroomScope', '', (row) => row.headroom?.scope ?? null),
    field('headroomRegion', '', (row) => row.headroom?.region ?? null),
    field('headroomOutcome', '', (row) => row.headroom?.outcome ?? null),
  ],
  pools: [field('pools', 'count', (row) => row.pools)],
  changed: [field('effectiveAt', UTC, (row) => instant(row.best?.changedAt ?? null))],
  age: [field('lookedUpAt', UTC, (row) => instant(row.best?.lookedAt ?? null))],
};

/** The values of the chosen columns, in their order, led by what a row is about. */
export function fieldsOf(cols: readonly ColumnKey[]): Field[] {
  return [...IDENTITY, ...columnsOf(cols).flatMap(({ key }) => FIELDS[key])];
}

/** A field as the head of a CSV column says it: "spotUsd (USD/h)". */
export function headOf({ name, unit }: Pick<Field, 'name' | 'unit'>): string {
  return unit === '' ? name : `${name} (${unit})`;
}
