import type { RecordedPool, Turn } from './recording.ts';
import type { Answer } from './replay.ts';

type Stretch = { from: number; to: number };

/** The stretches of time that answers have told about, joined where they meet. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/**
 * What of a recorded pool could be known from the answers that were received: AWS gives each price set within an
 * answer's stretch and the one in force at its start. It tells no end: that shows in the first answer from the end on
 * that has no price for the pool.
 */
function knownPool(pool: RecordedPool, answers: readonly Answer[]): RecordedPool {
  const told = joined(answers);
  const starts = answers.map(({ from }) => from).sort((a, b) => a - b);
  const turns: Turn<number>[] = [];
  for (const [index, turn] of pool.turns.entries()) {
    const until = pool.turns[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const start = startWithin(starts, turn.at, until);
    const isTold = start !== undefined || told.some(({ from, to }) => from <= turn.at && turn.at <= to);
    if (turn.value !== null && isTold) turns.push(turn);
    if (turn.value === null && start !== undefined) turns.push({ at: start, value: null });
  }
  return { ...pool, turns };
}

/** The first start of an answer from an instant on and before another. */
function startWithin(starts: readonly number[], from: number, until: number): number | undefined {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const between = (low + high) >> 1;
    if ((starts[between] ?? 0) < from) low = between + 1;
    else high = between;
  }
  const start = starts[low];
  return start !== undefined && start < until ? start : undefined;
}

/** Every pool as far as it could be known: of the types that were asked for in its region. */
export function knownPools(pools: readonly RecordedPool[], answers: readonly Answer[]): RecordedPool[] {
  const asked = answers.map((answer) => ({ answer, types: typesOf(answer.types) }));
  return pools
    .map((pool) =>
      knownPool(
        pool,
        asked
          .filter(({ answer, types }) => answer.region === pool.region && types.has(pool.type))
          .map(({ answer }) => answer),
      ),
    )
    .filter(({ turns }) => turns.length > 0);
}

const sets = new Map<string, Set<string>>();
function typesOf(types: string): Set<string> {
  const known = sets.get(types) ?? new Set(types.split(','));
  sets.set(types, known);
  return known;
}

/** How much of a week was told of each region under the question that is asked now, as a share. */
export function toldShares(answers: readonly Answer[], week: Stretch): Map<string, number> {
  const question = answers.at(-1)?.types;
  const regions = [...new Set(answers.map(({ region }) => region))];
  return new Map(
    regions.map((region) => {
      const own = answers.filter((answer) => answer.region === region && answer.types === question);
      const told = joined(own).map(({ from, to }) => Math.min(to, week.to) - Math.max(from, week.from));
      return [region, told.reduce((sum, ms) => sum + Math.max(0, ms), 0) / (week.to - week.from)];
    }),
  );
}
