import { judge } from './judge.ts';
import { openMemoryDesk } from './memory-desk.ts';
import { play } from './play.ts';
import { isUnsure } from './receivers.ts';
import { type Script, scriptOf } from './script.ts';
import type { Played } from './world.ts';

/** Only this trace, and all that happened in it: MODEL_SEED=123 npx vitest run --config tests/vitest.config.ts delivery-1 */
const ONE = process.env.MODEL_SEED === undefined ? undefined : Number(process.env.MODEL_SEED);
/** A quarter of them: files run side by side, and the database is most of what a trace costs. */
const TRACES = 2500;
/** A minute on a machine that does nothing else. */
export const SLOW_MS = 600_000;
/** Enough to see what is wrong; the first of them is the one to begin with. */
const MOST_SHOWN = 5;

/** Of what the traces have to be full, or they prove nothing: this much of it in each. */
const LEAST = { steps: 18, calls: 3, unsure: 0.5, deaths: 0.5, plain: 0.1 };

/** Plays and judges the traces from a seed on; says what is wrong with the first that is, beginning with its seed. */
export async function judgeTraces(from: number): Promise<string> {
  const desk = openMemoryDesk();
  const seen = { steps: 0, calls: 0, unsure: 0, deaths: 0, plain: 0 };
  const seeds = ONE === undefined ? Array.from({ length: TRACES }, (_, index) => from + index) : [ONE];
  for (const seed of seeds) {
    const script = scriptOf(seed);
    const played = await play(desk, script);
    const problems = judge(script, played);
    if (problems.length > 0) return reportOf(script, played, problems).join('\n');
    const { history, calls, deaths } = played;
    seen.steps += history.length;
    seen.calls += calls.length;
    seen.unsure += calls.filter(isUnsure).length;
    seen.deaths += deaths;
    seen.plain += calls.filter(({ answer }) => answer === 'form').length;
  }
  if (ONE !== undefined) return '';
  const lacking = Object.entries(LEAST).flatMap(([what, least]) => {
    const mean = seen[what as keyof typeof LEAST] / TRACES;
    return mean < least ? [`too few ${what}: ${mean} a trace`] : [];
  });
  return lacking.join('\n');
}

function reportOf(script: Script, { history, calls }: Played, problems: readonly string[]): string[] {
  const found = [`MODEL_SEED=${script.seed}`, ...problems.slice(0, MOST_SHOWN)];
  if (ONE === undefined) return found;
  const happened = history.flatMap(({ step, at }, index) => [
    `${index} ${new Date(at).toISOString().slice(11, 19)} ${JSON.stringify(step)}`,
    ...calls
      .filter((call) => call.step === index)
      .map(({ channel, answer, noted, body }) => `    ${channel} ${answer}, noted ${noted}: ${body}`),
  ]);
  return [...found, JSON.stringify({ kept: script.kept, first: script.first }), ...happened];
}
