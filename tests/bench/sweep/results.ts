/** When the simulated days begin. */
export const WEEK_START = Date.UTC(2026, 9, 5);

/** The commands of the day that the SDK alone repeats. */
export const DAY_RECORDING = 'day.bin';

export type DayFigures = {
  day: number;
  /** By service and action. */
  calls: Record<string, number>;
  sentBytes: number;
  receivedBytes: number;
  cpuSeconds: number;
  wallSeconds: number;
  /** At the end of the day, after a garbage collection. */
  rssMb: number;
  heapMb: number;
};

export type SweepResult = { figures: DayFigures[]; rejections: Record<string, number>; repeated: number };

export type SdkResult = { cpuSeconds: number; wallSeconds: number; failed: number };
