import { randomFrom } from '../../hash.ts';

/** Free capacity that somebody can still buy: one start day, one zone, so many instances for so many days. */
export interface Opening {
  readonly appears: number;
  /** When the last of it would be bought in a market of plenty, epoch seconds. */
  readonly vanishes: number;
  /** Instances it begins with. */
  readonly count: number;
  /** When the larger half of it is bought. */
  readonly halvedAt: number;
  /** The longest block that fits, days. */
  readonly days: number;
  /** In [0, 1): the scarcer the market, the lower it has to be for the opening to exist. */
  readonly luck: number;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** The stream of a day is laid out afresh in frames, so that any instant can be looked at without its past. */
const FRAME = 6 * DAY;

const SHORTEST_LIFE = 9 * MINUTE;
const LONGEST_LIFE = 5 * DAY;
const MEDIAN_LIFE = 4 * HOUR;
const LONGEST_BLOCK = 182;

/** About normal with variance 1. */
const bell = (random: () => number): number => (random() + random() + random() + random() - 2) * 1.732;

function lifetime(random: () => number): number {
  const life = MEDIAN_LIFE * Math.exp(1.7 * bell(random));
  return Math.min(LONGEST_LIFE, Math.max(SHORTEST_LIFE, life));
}

/** 1 to 64: all openings hold one instance, half of them about eight, one in fifteen holds 64. */
const countOf = (random: () => number): number => Math.min(64, Math.floor(90 ** (random() ** 1.15)));

/** 1 to 182 days: two thirds fit two days, two fifths a week, a tenth three months. */
const daysOf = (random: () => number): number =>
  Math.min(LONGEST_BLOCK, Math.floor((LONGEST_BLOCK + 20) ** (random() ** 1.7)));

/** Knuth's multiplicative constants: neighbouring days and frames must not look alike. */
const seedOf = (stream: number, day: number, frame: number): number =>
  (stream ^ Math.imul(day, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca77)) >>> 0;

/**
 * The opening of a start day at an instant, if its stream has one: appear, be bought, come back. `stream` stands for
 * seed, item and zone; the same arguments always give the same opening.
 */
export function openingAt(stream: number, day: number, at: number): Opening | undefined {
  const phase = seedOf(stream, day, 0) % FRAME;
  const frame = Math.floor((at + phase) / FRAME);
  const random = randomFrom(seedOf(stream, day, frame));
  let cursor = frame * FRAME - phase - random() * 8 * HOUR;
  while (cursor <= at) {
    const gap = 20 * MINUTE - Math.log(1 - random()) * 15 * HOUR;
    const life = lifetime(random);
    const count = countOf(random);
    const days = daysOf(random);
    const halving = 0.3 + 0.7 * random();
    const luck = random();
    const appears = Math.ceil(cursor + gap);
    cursor = appears + life;
    if (at < appears) return undefined;
    if (at >= cursor) continue;
    return { appears, vanishes: cursor, count, halvedAt: appears + life * halving, days, luck };
  }
  return undefined;
}
