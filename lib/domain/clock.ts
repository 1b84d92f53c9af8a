/** The product's clock: what time it is, and how fast that time runs against real time. */
export type Clock = {
  /** Product time, milliseconds UTC. */
  now(): number;
  /** Product milliseconds per real millisecond: 1 unless a simulated market runs faster. */
  speed: number;
};

/** Where a shifted clock starts: the product instant `at` belongs to the real instant `real`. */
export type ClockAnchor = { at: number; real: number; speed: number };

/** A clock over a source of real time; without an anchor the two are the same. */
export function makeClock(realNow: () => number, anchor?: ClockAnchor): Clock {
  if (anchor === undefined) return { now: realNow, speed: 1 };
  return { now: () => Math.round(anchor.at + (realNow() - anchor.real) * anchor.speed), speed: anchor.speed };
}
