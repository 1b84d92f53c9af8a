import { pruneRecords } from '#db/queries/retention.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import type { Job } from '../context.ts';

/**
 * How long the records of looking are kept, and single offers once they are gone. Prices, those of offers too, and their
 * roll-ups are kept for good: about 50 MB a year.
 */
const KEEP = { completeLooks: 3 * DAY, looks: 30 * DAY, runs: 90 * DAY, offers: 400 * DAY };

/** Drops old sample sets, ledger rows and offers, a day's worth a day. */
export const retainJob: Job = {
  name: 'retain',
  intervalMs: DAY,
  deadlineMs: MINUTE,
  actions: [],
  requires: ['spot-price'],
  async run({ db, clock }) {
    const now = clock.now();
    return {
      results: ['complete'],
      counts: pruneRecords(db, {
        completeLooksBefore: now - KEEP.completeLooks,
        looksBefore: now - KEEP.looks,
        runsBefore: now - KEEP.runs,
        offersBefore: now - KEEP.offers,
      }),
    };
  },
};
