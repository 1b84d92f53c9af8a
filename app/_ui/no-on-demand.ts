import { type Outcome, outcomeWords } from '#lib/domain/outcome.ts';

/** What to say where a share of the on-demand price would stand: only a complete look makes it "no on-demand". */
export function noOnDemandWords(outcome: Outcome): string {
  return outcome === 'none' || outcome === 'not_sold' ? 'no on-demand' : outcomeWords(outcome);
}
