type Props = {
  path: string;
  /** The box that the path was made for. */
  box: { width: number; height: number };
  className?: string;
};

/** A small step line. Its numbers stand beside it; a page of their own has all of them. */
export function Spark({ path, box, className = 'w-24' }: Props) {
  return (
    <svg
      viewBox={`0 -1 ${box.width} ${box.height + 2}`}
      preserveAspectRatio="none"
      className={`block h-5 ${className}`}
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
