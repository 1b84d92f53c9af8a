import { DAY } from './time.ts';

/**
 * How long the records of looking are kept, and single offers once they are gone; milliseconds. Prices, those of offers
 * too, and their roll-ups are kept for good: about 50 MB a year.
 */
export const KEEP = { completeLooks: 3 * DAY, looks: 30 * DAY, runs: 90 * DAY, offers: 400 * DAY } as const;
