import type { Facts } from '../facts.ts';
import { blockOfferWords } from './block-offer.ts';
import { deskWords } from './desk.ts';
import { eventWords } from './event.ts';
import { measureWords } from './measure.ts';
import type { Words } from './shared.ts';
import { spotPriceWords } from './spot-price.ts';

const WORDS: { [T in Facts['topic']]: Words<Extract<Facts, { topic: T }>> } = {
  'spot-price': spotPriceWords,
  'block-offer': blockOfferWords,
  measure: measureWords,
  event: eventWords,
  desk: deskWords,
};

/** The words for facts of any topic; facts of another topic beside them are left out, as a rule has but one. */
export function wordsOf(facts: Facts): Words<Facts> {
  return WORDS[facts.topic] as unknown as Words<Facts>;
}

/** What it fired with, where that is of the same topic: a rule that changed its kind has closed its alerts. */
export function alike(facts: Facts, fired: Facts | null): Facts | null {
  return fired !== null && fired.topic === facts.topic ? fired : null;
}
