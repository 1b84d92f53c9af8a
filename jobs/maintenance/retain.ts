import { pruneRecords } from '#db/queries/retention.ts';
import { KEEP } from '#lib/domain/retention.ts';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import type { Job } from '../context.ts';

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
