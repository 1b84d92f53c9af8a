/** The small line beside what fires: its size, and how much time it shows. */
export const SPARK_BOX = { width: 96, height: 18, buckets: 84 };
export const SPARK_DAYS = 7;
