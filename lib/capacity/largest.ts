import { MOST_INSTANCES } from './durations.ts';

/** What is known of the largest count to be had: at least `least` (0: perhaps none), at most `most`. */
export type Bounds = { least: number; most: number };

export const UNKNOWN_BOUNDS: Bounds = { least: 0, most: MOST_INSTANCES };

/** The count to ask for next, or undefined when the largest is known. At most seven questions lead from 0–64 to one. */
export function nextProbe({ least, most }: Bounds): number | undefined {
  return least < most ? Math.ceil((least + most) / 2) : undefined;
}

export function narrow(bounds: Bounds, asked: number, obtainable: boolean): Bounds {
  return obtainable ? { ...bounds, least: asked } : { ...bounds, most: asked - 1 };
}
