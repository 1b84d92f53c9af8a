const FRACTION_DIGITS = 1e6;

/** `part / whole` to six decimals; null where either is unknown or the whole is nothing. */
export function shareOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole <= 0) return null;
  return rounded(part / whole);
}

/** The change from `before` to `now` as a fraction of `before`, such as -0.034; null where either is unknown. */
export function changeFraction(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before <= 0) return null;
  return rounded((now - before) / before);
}

function rounded(fraction: number): number {
  // Adding zero turns -0 into 0.
  return Math.round(fraction * FRACTION_DIGITS) / FRACTION_DIGITS + 0;
}
