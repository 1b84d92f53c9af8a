import { DESCRIBED } from './described.ts';

const LETTERS = /^[a-z]+/;
const lettersOf = (type: string) => LETTERS.exec(type)?.[0] ?? '';

/** The letters that accelerator families begin with: p, g, gr, trn, inf, dl. */
const ACCELERATED: ReadonlySet<string> = new Set([...DESCRIBED.keys()].map(lettersOf));

/**
 * Whether a type looks like one with an accelerator by the letters of its family. For a type that AWS offers before
 * it describes it: what is known is asked of the catalogue.
 */
export function looksAccelerated(type: string): boolean {
  return ACCELERATED.has(lettersOf(type));
}
