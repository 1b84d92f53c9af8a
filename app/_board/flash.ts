/** A price as the reader last saw it in one place of the page, and the data it came from. */
export type Seen = { pool: string; value: number; version: number };

/** Only the same pool at another price in newer data has moved; a filter or an order puts another one in its place. */
export function flashOf(before: Seen, now: Seen): 'flash-up' | 'flash-down' | undefined {
  if (before.pool !== now.pool || before.version === now.version || before.value === now.value)
    return undefined;
  return now.value > before.value ? 'flash-up' : 'flash-down';
}
