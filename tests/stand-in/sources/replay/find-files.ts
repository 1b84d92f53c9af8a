import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  BLOCK_RATE_HEADER,
  type CsvText,
  OFFERING_HEADER,
  ON_DEMAND_HEADER,
  readCsv,
  SPOT_HEADER,
} from './csv-file.ts';

export class ReplayError extends Error {}

const FOLDERS = ['spot', 'ondemand', 'capacity', 'capacity-block'];

const isCsv = (name: string): boolean => name.endsWith('.csv.gz') || name.endsWith('.csv');

function csvFilesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter(isCsv)
      .sort()
      .map((name) => join(dir, name));
  } catch {
    return [];
  }
}

function candidates(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new ReplayError(
      `--replay: there is nothing at "${path}"; a folder of recordings or one file of them`,
    );
  if (stat.isFile()) return [path];
  const nested = FOLDERS.flatMap((folder) => csvFilesIn(join(path, folder)));
  return nested.length > 0 ? nested : csvFilesIn(path);
}

export interface Recordings {
  readonly spot: CsvText[];
  readonly onDemand: CsvText[];
  readonly offerings: CsvText[];
  readonly blockRates: CsvText[];
}

/** Recordings beside the prices, from a folder of their own in the data folder; none when there is no such folder. */
export const findBeside = (path: string, folder: string, header: string): CsvText[] =>
  csvFilesIn(join(path, folder))
    .map(readCsv)
    .filter((csv) => csv.header === header);

/** The files of a replay folder by what their header says they are; others (looks, run lists) are left alone. */
export function findRecordings(path: string): Recordings {
  const spot: CsvText[] = [];
  const onDemand: CsvText[] = [];
  const offerings: CsvText[] = [];
  const blockRates: CsvText[] = [];
  for (const file of candidates(path)) {
    const csv = readCsv(file);
    if (csv.header === SPOT_HEADER) spot.push(csv);
    else if (csv.header === ON_DEMAND_HEADER) onDemand.push(csv);
    else if (csv.header === OFFERING_HEADER) offerings.push(csv);
    else if (csv.header === BLOCK_RATE_HEADER) blockRates.push(csv);
  }
  if (spot.length + onDemand.length === 0) {
    throw new ReplayError(
      `--replay: no file in "${path}" has the header "${SPOT_HEADER}" or "${ON_DEMAND_HEADER}"`,
    );
  }
  return { spot, onDemand, offerings, blockRates };
}
