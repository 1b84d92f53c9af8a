import { cleanEnvironment, startChild } from '../child.ts';
import { fillStore, POOLS } from '../pages/store.ts';
import { say } from '../report.ts';
import type { Cost } from './measure.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ROUNDS = 5;

/** `npm run bench -- digest`: an issue over a large store, beside one plain read of the rows that it is made of. */
export async function runDigest(path: string, folder: string): Promise<void> {
  say('filling the store …');
  const points = fillStore(path, NOW);
  say(`${POOLS} pools, ${points / 1e6} million points`);
  const env = cleanEnvironment(folder);
  const measure = async (name: string) =>
    (await startChild(new URL('./measure.ts', import.meta.url), [name, path, String(NOW)], { env })
      .answer) as Cost;
  const rounds: { desk: Cost; plain: Cost }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ desk: await measure('desk'), plain: await measure('plain') });
  for (const name of ['desk', 'plain'] as const) {
    const costs = rounds.map((round) => round[name]);
    const of = (figure: keyof Cost) => median(costs.map((cost) => cost[figure])).toFixed(0);
    say(
      `${name}: ${of('ms')} ms, ${of('peakMb')} MB more at the most, others wait up to ${of('blockedMs')} ms, ${of('rows')} rows`,
    );
  }
  const ratio = median(rounds.map(({ desk, plain }) => desk.ms / plain.ms));
  say(`an issue takes ${ratio.toFixed(1)} times a plain read of the roll-ups that it is made of`);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
