import { SPARK } from './spark-size.ts';

/** A small step line. Its numbers are the changes in the row; the type page has all of them. */
export function Spark({ path }: { path: string }) {
  return (
    <svg
      viewBox={`0 -1 ${SPARK.width} ${SPARK.height + 2}`}
      preserveAspectRatio="none"
      className="block h-5 w-14 md:w-24"
      aria-hidden="true"
    >
      <path
        d={path}
        fill="none"
        className="stroke-soft"
        strokeWidth="1.1"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
