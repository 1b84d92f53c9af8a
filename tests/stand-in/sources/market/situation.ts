import { hash32, randomFrom } from '../../hash.ts';

/** The first instant of every simulated market. */
export const EPOCH_SECONDS = Date.UTC(2023, 0, 1) / 1000;

/** What the simulated market is going through; everything in it (spot, blocks, scores, types) follows the same story. */
export const STORIES = ['calm', 'scarcity', 'repricing', 'type-launch'] as const;
export type Story = (typeof STORIES)[number];

export interface Situation {
  readonly seed: number;
  readonly story: Story;
  /** When the story begins, epoch seconds: the instant at which the stand-in's clock started. */
  readonly beginsAt: number;
}

const DAY = 86_400;
/** Waves of demand, in days: none divides another, so that no two months look alike. */
const PERIODS = [3.7, 11.3, 29.9] as const;
/** A story reaches its full strength after two days. */
const RAMP = 2 * DAY;

/**
 * How scarce a type is in a region at an instant: 0 for plenty, 1 for nothing to be had. Training chips are scarcer
 * than inference chips; the same seed always gives the same answer.
 */
export function scarcityAt(
  { seed, story, beginsAt }: Situation,
  type: string,
  region: string,
  at: number,
): number {
  const random = randomFrom(hash32(`scarcity ${seed} ${type} ${region}`));
  const base = /^(p5|p6|p7)/.test(type) ? 0.6 : /^(p|trn)/.test(type) ? 0.45 : 0.25;
  const waves = PERIODS.map((days) => Math.sin((2 * Math.PI * at) / (days * DAY) + 2 * Math.PI * random()));
  const wave = waves.reduce((sum, value) => sum + value, 0) / PERIODS.length;
  const pressed = story === 'scarcity' && /^(p|trn)/.test(type) ? 0.45 * strength(at, beginsAt) : 0;
  return Math.min(1, Math.max(0, base + 0.2 * (random() - 0.5) + 0.35 * wave + pressed));
}

/** How far a story has come, 0 to 1. */
export function strength(at: number, beginsAt: number): number {
  return Math.min(1, Math.max(0, (at - beginsAt) / RAMP));
}
