const SIZE = 4096;

/** Tukey's lambda approximation of the normal quantile, tabled: the walk asks for millions. */
const QUANTILES = Float64Array.from({ length: SIZE }, (_, index) => {
  const level = (index + 0.5) / SIZE;
  return (level ** 0.135 - (1 - level) ** 0.135) / 0.1975;
});

/** A standard normal number out of a uniform one in [0, 1). */
export function normal(uniform: number): number {
  return QUANTILES[(uniform * SIZE) | 0] ?? 0;
}
