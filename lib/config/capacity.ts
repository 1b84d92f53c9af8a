/** What is asked about Capacity Blocks. Counts are instances, durations hours. */
export type CapacitySettings = {
  /** Asked of every block type in every region each cycle. */
  grid: { counts: readonly number[]; durationsHours: readonly number[] };
  /** The users' own questions, asked exactly as they stand each cycle. */
  asks: readonly CapacityAsk[];
};

/** One question of the users' watch list. */
export type CapacityAsk = {
  name: string;
  type: string;
  count: number;
  durationHours: number;
  /** Empty: every watched region. */
  regions: readonly string[];
};

export const DEFAULT_CAPACITY: CapacitySettings = {
  grid: { counts: [1, 8], durationsHours: [24, 168] },
  asks: [],
};

export function parseCapacity(_input: unknown): CapacitySettings {
  return DEFAULT_CAPACITY;
}
