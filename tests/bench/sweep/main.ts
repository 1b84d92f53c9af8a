import { parseArgs } from 'node:util';
import { cleanEnvironment, startChild } from '../child.ts';
import { OptionError } from '../options.ts';
import { say } from '../report.ts';
import type { DayFigures, SdkResult, SweepResult } from './results.ts';

const USAGE = 'npm run bench -- sweep [--days N]';

/** `npm run bench -- sweep`: what a day of every collector at full width asks, moves and costs, and what it leaves in memory. */
export async function runSweep(args: string[], folder: string): Promise<void> {
  const days = readDays(args);
  const env = { ...cleanEnvironment(folder), AWS_ACCESS_KEY_ID: 'AKIABENCH00000000000' };
  const contest = (script: URL) => startChild(script, [folder, String(days)], { env }).answer;
  say(`every collector, every region and type, ${days} days of market time …`);
  const ours = (await contest(new URL('./desk.ts', import.meta.url))) as SweepResult;
  for (const figures of ours.figures) say(dayLine(figures));
  const refused = Object.values(ours.rejections).reduce((sum, count) => sum + count, 0);
  say(`calls that the market refused by its token buckets: ${refused}`);
  printCalls(ours.figures.at(-1));
  printMemory(ours.figures);
  const sdk = (await contest(new URL('./sdk.ts', import.meta.url))) as SdkResult;
  const last = ours.figures.at(-1);
  if (last === undefined) return;
  const ratio = last.cpuSeconds / sdk.cpuSeconds;
  say(
    `the last day again by the SDK alone, answers dropped: ${ours.repeated} calls, ${sdk.cpuSeconds.toFixed(1)} s of CPU; ours ${last.cpuSeconds.toFixed(1)} s, ${ratio.toFixed(2)} times that`,
  );
}

function readDays(args: string[]): number {
  try {
    const { days } = parseArgs({ args, options: { days: { type: 'string', default: '7' } } }).values;
    const count = Number(days);
    if (Number.isInteger(count) && count >= 1 && count <= 31) return count;
    throw new Error(`--days: a whole number from 1 to 31, not ${days}`);
  } catch (error) {
    throw new OptionError(`${(error as Error).message}\n${USAGE}`);
  }
}

const MB = 2 ** 20;

function dayLine({
  day,
  calls,
  sentBytes,
  receivedBytes,
  cpuSeconds,
  wallSeconds,
  rssMb,
  heapMb,
}: DayFigures): string {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const bytes = `${(receivedBytes / MB).toFixed(0)} MB in, ${(sentBytes / MB).toFixed(0)} MB out`;
  const memory = `${rssMb.toFixed(0)} MB resident, ${heapMb.toFixed(0)} MB heap`;
  return `day ${day}: ${total} calls, ${bytes}, ${cpuSeconds.toFixed(0)} s CPU in ${wallSeconds.toFixed(0)} s; ${memory}`;
}

function printCalls(last: DayFigures | undefined): void {
  const sorted = Object.entries(last?.calls ?? {}).sort((a, b) => b[1] - a[1]);
  for (const [what, count] of sorted) say(`  ${String(count).padStart(7)} ${what}`);
}

/** Growth from the second day on: the first one fills the caches. */
function printMemory(figures: readonly DayFigures[]): void {
  const [from, to] = [figures[1], figures.at(-1)];
  if (from === undefined || to === undefined || from === to) return;
  const perDay = (to.heapMb - from.heapMb) / (to.day - from.day);
  const peak = Math.max(...figures.map((one) => one.rssMb));
  say(
    `memory: heap ${perDay >= 0 ? '+' : ''}${perDay.toFixed(2)} MB a day from day 2 on, most resident ${peak.toFixed(0)} MB`,
  );
}
