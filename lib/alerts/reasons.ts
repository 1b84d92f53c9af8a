/** Why an alert ended; anything but `moved_back` says nothing about the price having recovered. */
export const RESOLVE_REASONS = [
  'moved_back',
  'window_passed',
  'cleared',
  'rule_changed',
  'rule_disabled',
  'rule_deleted',
  'target_removed',
  'offer_start_passed',
  /** News is told once: nothing has recovered, and nobody is told that it is over. */
  'told',
] as const;
export type ResolveReason = (typeof RESOLVE_REASONS)[number];
