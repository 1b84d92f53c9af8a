import type { SpotFacts } from '#lib/alerts/facts.ts';
import type { Member, Notice } from '#lib/alerts/notice.ts';
import type { Episode, RenderContext } from '#lib/channels/types.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';

/** One notice of a price that rose, for the tests of whoever writes it out. */
export const NOW = Date.UTC(2026, 10, 22, 14, 6);
export const USD = 1_000_000;

export const facts: SpotFacts = {
  topic: 'spot-price',
  condition: 'rise',
  type: 'p5.48xlarge',
  region: 'us-east-1',
  zoneId: 'use1-az4',
  product: 'Linux/UNIX',
  chip: { name: 'H100', count: 8 },
  priceMicro: 38.2137 * USD,
  scale: 6,
  changedAt: NOW - 4 * MINUTE,
  previousMicro: 33.998 * USD,
  previousAt: NOW - DAY,
  windowMs: DAY,
  change: 38.2137 / 33.998 - 1,
  percent: 10,
  limitMicro: null,
};
export const member: Member = { facts, fired: null, firingAt: NOW - 5 * MINUTE, reason: null };
export const notice: Notice = {
  kind: 'firing',
  ruleName: 'p5 moves',
  condition: 'spot price of p5* moves 10 % or more within 24h',
  severity: 'normal',
  region: 'us-east-1',
  source: 'AWS spot price history',
  lookedAt: NOW,
  createdAt: NOW,
  simulated: false,
  memberCount: 1,
  members: [member],
};
export const context: RenderContext = {
  noticeId: '1a2b3c4d5e6f',
  now: NOW,
  delay: { ms: 0, cause: 'not_running' },
  ambiguous: false,
  plain: false,
  later: [],
};

/** One episode as a delivery tells of it. */
export const LABELS = {
  condition: 'rise',
  product: 'Linux/UNIX',
  region: 'us-east-1',
  type: 'p5.48xlarge',
  zoneId: 'use1-az4',
};
export const ended: Member = { ...member, fired: facts, reason: 'moved_back' };
export const episode = (change: Partial<Episode> = {}): Episode => ({
  noticeId: context.noticeId,
  kind: 'firing',
  at: NOW,
  labels: LABELS,
  member,
  begun: { noticeId: context.noticeId, severity: 'normal', open: 1 },
  ...change,
});
