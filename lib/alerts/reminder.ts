/** How the messages of a rule to a channel stand: when the last one arrived, and whether one still waits. */
export type LaneState = { lastDeliveredAt: number | null; waiting: boolean };

/**
 * Whether a reminder is due: measured from the last message that arrived, so that a channel that was away is not told
 * twice at once; never while an earlier message waits. A clock that is set back makes nothing due.
 */
export function isReminderDue(
  { lastDeliveredAt, waiting }: LaneState,
  repeatMs: number,
  now: number,
): boolean {
  return repeatMs > 0 && !waiting && lastDeliveredAt !== null && now - lastDeliveredAt >= repeatMs;
}
