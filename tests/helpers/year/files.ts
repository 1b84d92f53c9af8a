/** The recordings of the year, in the folder of recorded data. */
export const YEAR_FILES = {
  spot: 'spot/spot-observed-2022-12-to-2023-12.csv.gz',
  onDemand: 'ondemand/ondemand-regional-2022-12-to-2023-12.csv.gz',
  offerings: 'capacity/offerings-by-az-2020-12-to-2023-12.csv.gz',
} as const;
