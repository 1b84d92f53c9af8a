/** The box of the small line in a row, and how much time it shows. */
export const SPARK = { width: 96, height: 18, buckets: 60, days: 30 };
