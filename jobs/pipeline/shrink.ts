/** Markets of fewer pools than this come and go. */
const SMALL_MARKET = 20;

/** True when an answer holds less than a fifth of the pools (or offers) that are live: more likely a broken answer than a market gone. */
export function hasShrunk(pools: number, live: number): boolean {
  return live > SMALL_MARKET && pools < live * 0.2;
}
