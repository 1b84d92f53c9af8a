import { type Names, pairTargets, plain, type Target, targetsOf } from './targets.ts';

const EXACT = 100;
const FAMILY = 90;
const START = 80;
const WORD = 60;
const WITHIN = 40;
const SCATTERED = 10;

/** How well one word of a search fits one name: 0 is not at all. */
function nearness(asked: string, name: string): number {
  const text = plain(name).toLowerCase();
  if (text === asked) return EXACT;
  // p5 is the family before it is the start of p5en; of names that begin alike the one that is listed first leads.
  if (text.startsWith(asked)) return /[^a-z0-9]/.test(text[asked.length] ?? '') ? FAMILY : START;
  const at = text.indexOf(asked);
  if (at > 0) return (/[^a-z0-9]/.test(text[at - 1] ?? '') ? WORD : WITHIN) + asked.length / text.length;
  return isScattered(asked, text) ? SCATTERED + asked.length / text.length : 0;
}

/** All its letters in their order, the first one at the start of a word: "p48" in "p5.48xlarge". */
function isScattered(asked: string, text: string): boolean {
  if (asked.length < 3 || text[0] !== asked[0]) return false;
  let from = 0;
  for (const letter of asked) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return true;
}

/** The sum over the words of a search, each by the name it fits best; 0 where one fits none. */
function score(words: readonly string[], target: Target): number {
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...target.words.map((name, at) => nearness(word, name) - (at > 0 ? 1 : 0)));
    if (best <= 0) return 0;
    sum += best;
  }
  return sum;
}

const MOST = 12;

/** Where a search may want to go, the likeliest first. Without a word: the pages. */
export function search(text: string, names: Names): Target[] {
  const words = plain(text)
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const single = targetsOf(names);
  if (words.length === 0) return single.filter(({ hint }) => hint === 'page');
  const pairs = words.length < 2 ? [] : pairsFor(words, names);
  return [...single, ...pairs]
    .map((target, at) => ({ target, at, score: score(words, target) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, MOST)
    .map(({ target }) => target);
}

/** Types and regions that at least one of the words is about. */
function pairsFor(words: readonly string[], { types, regions }: Names): Target[] {
  const about = (names: readonly (string | null)[]) =>
    words.some((word) => names.some((name) => name !== null && nearness(word, name) >= WITHIN));
  return pairTargets(
    types.filter(({ type, accelerator }) => about([type, accelerator])),
    regions.filter(({ region, place }) => about([region, place])),
  );
}
