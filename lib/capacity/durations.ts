import { DAY, HOUR, parseDuration } from '#lib/domain/time.ts';

/** How far ahead the start of a block may lie, milliseconds (EC2 User Guide, Capacity Blocks for ML). */
export const BOOKING_HORIZON = 56 * DAY;

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;

/**
 * Every duration a Capacity Block is sold for, in hours: whole days up to 14, then whole weeks up to 26
 * (EC2 User Guide, Capacity Blocks for ML).
 */
export const BLOCK_DURATIONS_HOURS: readonly number[] = [
  ...Array.from({ length: 14 }, (_, i) => (i + 1) * DAY_HOURS),
  ...Array.from({ length: 24 }, (_, i) => (i + 3) * WEEK_HOURS),
];

/** The most instances one block holds (EC2 User Guide). */
export const MOST_INSTANCES = 64;

/** Sizes that clusters come in, up to the largest block. */
export const USUAL_COUNTS: readonly number[] = [1, 2, 4, 8, 16, 32, MOST_INSTANCES];

export const DURATIONS_ACCEPTED = '1 to 14 whole days, then whole weeks up to 26 (182 days): 24h, 7d, 21d';

/** The hours that text such as 24h or 7d stands for; undefined unless AWS sells blocks of that length. */
export function parseBlockDuration(text: string): number | undefined {
  const hours = (parseDuration(text) ?? 0) / HOUR;
  return BLOCK_DURATIONS_HOURS.includes(hours) ? hours : undefined;
}
