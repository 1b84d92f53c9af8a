import type { Checksum } from './checksum.ts';

export type Timed = { seconds: number; cpuSeconds: number };

export type Size = {
  points: number;
  rollups: number;
  fileBytes: number;
  tableBytes: number;
  pointBytes: number;
  rollupBytes: number;
};

export type SdkMeasured = Timed & { pages: number; items: number };
export type RawMeasured = Timed & { checksum: Checksum };
export type DeskMeasured = SdkMeasured & RawMeasured & Size & { peakRssMb: number };
export type StoreMeasured = RawMeasured & { items: number; pollSeconds: number; pollItems: number };

export type Measured = {
  desk: DeskMeasured;
  sdk: SdkMeasured;
  store: StoreMeasured;
  raw: RawMeasured;
};
export type ContestantName = keyof Measured;

/** What one round brought: every contestant that the wanted figures need. */
export type Round = Partial<Measured>;
