import { globTest } from '../domain/glob.ts';

/** A change of the market that AWS told of itself. */
export type Announcement = { at: number; types: string; words: string; source: string };

const BLOCK_RATES = 'AWS Capacity Blocks rate table, copies of 2026-08-01 and 2026-10-08';

/**
 * Announced changes that a price history alone does not explain. Days are those by which a change was seen where AWS gives
 * none; a type is a glob.
 */
const ANNOUNCEMENTS: readonly Announcement[] = [
  {
    at: Date.UTC(2026, 9, 8),
    types: 'p5en.48xlarge',
    words: 'Capacity Block rate from $54.92 to $63.16 an hour, by 8 Oct 2026',
    source: BLOCK_RATES,
  },
];

/** What was announced about a type. */
export function announcementsOf(type: string): Announcement[] {
  return ANNOUNCEMENTS.filter(({ types }) => globTest(types)(type));
}
