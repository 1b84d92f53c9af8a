import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import Database from 'better-sqlite3';
import type { Checksum } from './checksum.ts';
import { type Figure, percentile, type Threshold } from './figures.ts';
import type { ContestantName, Round, Timed } from './results.ts';

const MEANS: Readonly<Record<ContestantName, string>> = {
  desk: 'ours: HTTP, SDK, parser, merge, roll-up, store',
  sdk: 'limit: the SDK alone, the same pages dropped',
  store: "ours from the SDK's items on, no HTTP",
  raw: 'peer: bare prepared inserts of the same rows',
};

export type Report = {
  scale: string;
  truth: Checksum;
  rounds: readonly Round[];
  figures: readonly Figure[];
  notes: readonly string[];
};

export function environment() {
  const sqlite = new Database(':memory:');
  const version = sqlite.prepare('SELECT sqlite_version()').pluck().get() as string;
  sqlite.close();
  const packageVersion = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  return {
    node: process.version,
    betterSqlite3: packageVersion('better-sqlite3'),
    sqlite: version,
    ec2Client: packageVersion('@aws-sdk/client-ec2'),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
  };
}

export function printReport(report: Report): void {
  const env = environment();
  say('');
  say(`${report.scale}: ${count(report.truth.rows)} changes of price, ${report.rounds.length} rounds`);
  say(
    `node ${env.node}, better-sqlite3 ${env.betterSqlite3} (SQLite ${env.sqlite}), EC2 client ${env.ec2Client}`,
  );
  say(`${env.cpu}, ${env.cores} cores, ${env.memoryGb} GB, ${env.system}`);
  printContestants(report);
  printSize(report.rounds);
  printFigures(report.figures);
  for (const note of report.notes) say(note);
}

function printContestants({ rounds, truth }: Report): void {
  const rows = (Object.keys(MEANS) as ContestantName[]).flatMap((name) => {
    const timed = rounds.map((round): Timed | undefined => round[name]).filter((one) => one !== undefined);
    if (timed.length === 0) return [];
    const seconds = percentile(
      timed.map((one) => one.seconds),
      0.5,
    );
    const cpu = percentile(
      timed.map((one) => one.cpuSeconds),
      0.5,
    );
    return [[name, seconds.toFixed(2), cpu.toFixed(2), count(truth.rows / seconds), MEANS[name]]];
  });
  say('');
  say('Absolute, medians over the rounds; printed, never checked');
  table(['contestant', 'wall s', 'CPU s', 'rows/s', 'what it does'], rows);
}

function printSize(rounds: readonly Round[]): void {
  const { desk, store } = rounds.at(-1) ?? {};
  if (desk !== undefined) {
    const perPoint = (bytes: number) => (bytes / desk.points).toFixed(1);
    say(
      `received ${count(desk.items)} records in ${count(desk.pages)} pages; kept ${count(desk.points)} points, ${count(desk.rollups)} day roll-ups`,
    );
    say(
      `bytes per point: ${perPoint(desk.pointBytes)} points + ${perPoint(desk.rollupBytes)} roll-ups = ${perPoint(desk.tableBytes)} with everything; file after checkpoint ${perPoint(desk.fileBytes)} (${(desk.fileBytes / 1e6).toFixed(1)} MB)`,
    );
  }
  if (store !== undefined)
    say(
      `a poll of all regions that brings nothing new: ${(store.pollSeconds * 1000).toFixed(1)} ms for ${count(store.pollItems)} records`,
    );
}

function printFigures(figures: readonly Figure[]): void {
  say('');
  say('Ratios within a round, median (p10 to p90) over the rounds');
  table(
    ['figure', 'median', 'p10 to p90', 'by CPU', 'target', '', 'what it means'],
    figures.map(({ name, median, p10, p90, byCpu, unit, threshold, met, means }) => [
      name,
      `${short(median)} ${unit}`,
      `${short(p10)} to ${short(p90)}`,
      byCpu === undefined ? '' : short(byCpu),
      `${limit(threshold)} ${unit}`,
      met ? 'met' : 'MISSED',
      means,
    ]),
  );
}

function limit({ atLeast, atMost }: Threshold): string {
  return atLeast === undefined ? `<= ${atMost}` : `>= ${atLeast}`;
}

function short(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toPrecision(3);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows])
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
