import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireAgreement } from './agreement.ts';
import type { Checksum } from './checksum.ts';
import { cleanEnvironment, startChild, stopChildren } from './child.ts';
import { DESK_DATABASE } from './collect.ts';
import { runDigest } from './digest/main.ts';
import { figuresOf, NEEDS } from './figures.ts';
import { runNotices } from './notices.ts';
import { OptionError, type Options, readOptions } from './options.ts';
import { runPages } from './pages/main.ts';
import { wholePlan } from './plan.ts';
import { environment, printReport, type Report, say } from './report.ts';
import { CAN_MEASURE_REST, measureRest } from './rest.ts';
import type { ContestantName, Measured, Round } from './results.ts';
import { runRules } from './rules.ts';
import { runSweep } from './sweep/main.ts';

/** `npm run bench`: what collecting costs, against the SDK alone and against bare inserts. See README.md here. */

const folder = mkdtempSync(join(tmpdir(), 'chipdesk-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopChildren().then(() => process.exit(130)));

try {
  const args = process.argv.slice(2);
  if (args[0] === 'sweep') await runSweep(args.slice(1), folder);
  else if (args[0] === 'pages') await runPages(join(folder, 'pages.db'), folder);
  else if (args[0] === 'digest') await runDigest(join(folder, 'digest.db'), folder);
  else if (args[0] === 'rules') runRules(join(folder, 'rules.db'));
  else if (args[0] === 'notices') await runNotices(join(folder, 'notices.db'));
  else await runCollection(readOptions(args));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
} finally {
  await stopChildren();
}

async function runCollection(options: Options): Promise<void> {
  const report = await run(options);
  printReport(report);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ environment: environment(), ...report }, null, 1)}\n`);
  if (options.check && report.figures.some((figure) => !figure.met)) process.exitCode = 1;
}

async function run(options: Options): Promise<Report> {
  const plan = wholePlan();
  say(plan.label);
  const clean = cleanEnvironment(folder);
  const standIn = startChild(new URL('./serve.ts', import.meta.url), [], { env: clean });
  const env = { ...clean, AWS_ENDPOINT_URL: (await standIn.answer) as string };
  const contest = (name: string) =>
    startChild(new URL('./contestant.ts', import.meta.url), [name, folder], { env }).answer;

  say('recording what the others will be given …');
  const truth = (await contest('record')) as Checksum;
  const names = contestantsOf(options);
  const rounds: Round[] = [];
  for (let i = 0; i < options.rounds; i++) {
    const round: Round = {};
    for (const name of rotated(names, i))
      Object.assign(round, { [name]: (await contest(name)) as Measured[typeof name] });
    requireAgreement(round, truth);
    rounds.push(round);
    say(
      `round ${i + 1}: ${Object.entries(round)
        .map(([name, { seconds }]) => `${name} ${seconds.toFixed(1)} s`)
        .join(', ')}`,
    );
  }
  const notes = [];
  let rest: number[] = [];
  if (options.only.includes('T13')) {
    if (CAN_MEASURE_REST) rest = await measureRest(join(folder, DESK_DATABASE), plan.end, env);
    else notes.push('memory at rest skipped: this system has no /proc');
  }
  return { scale: plan.label, truth, rounds, figures: figuresOf(rounds, options.only, rest), notes };
}

function contestantsOf({ only }: Options): ContestantName[] {
  return [...new Set(only.flatMap((target) => NEEDS[target]))];
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
