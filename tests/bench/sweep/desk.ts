import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { DAY } from '#lib/domain/time.ts';
import { type Command, recordCommands } from './commands.ts';
import { openMarket } from './market.ts';
import { DAY_RECORDING, type DayFigures, type SweepResult, WEEK_START } from './results.ts';
import { Traffic } from './traffic.ts';
import { openWeek } from './week.ts';

/** Ours: every collector at full width for some days of market time, each call paced and each answer stored. */
const [folder = '', days = '7'] = process.argv.slice(2);
const market = await openMarket(WEEK_START, 'throttled');
const traffic = new Traffic();
const desk = openWeek(join(folder, 'week.db'), WEEK_START, market);
const commands: Command[] = [];
let recording = false;
let repeated = 0;
desk.context.aws = recordCommands(desk.context.aws, desk.context.clock.now, (command) => {
  if (recording) commands.push(command);
});

const figures: DayFigures[] = [];
// The last day is the one that the SDK alone repeats: by then nothing is new any more.
for (let day = 1; day <= Number(days); day++) {
  recording = day === Number(days);
  const before = { calls: calls(), sent: traffic.sent, received: traffic.received, cpu: process.cpuUsage() };
  const start = performance.now();
  await desk.runUntil(WEEK_START + day * DAY);
  const cpu = process.cpuUsage(before.cpu);
  if (recording) handOver();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  figures.push({
    day,
    calls: difference(calls(), before.calls),
    sentBytes: traffic.sent - before.sent,
    receivedBytes: traffic.received - before.received,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    wallSeconds: (performance.now() - start) / 1000,
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
  });
}
const result: SweepResult = { figures, rejections: await market.rejections(), repeated };
desk.close();
process.send?.(result, () => process.disconnect());

/** Writes the recording for the other contestant: it must not count as memory of ours. */
function handOver(): void {
  writeFileSync(join(folder, DAY_RECORDING), serialize(commands));
  repeated = commands.length;
  commands.length = 0;
}

/** Calls so far, by service and action, from the product's own count. */
function calls(): Record<string, number> {
  const rows = desk.context.db.sqlite
    .prepare<[], { what: string; calls: number }>(
      "SELECT service || ':' || action AS what, sum(calls) AS calls FROM api_use GROUP BY what",
    )
    .all();
  return Object.fromEntries(rows.map((row) => [row.what, row.calls]));
}

function difference(now: Record<string, number>, before: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(now).map(([what, count]) => [what, count - (before[what] ?? 0)]));
}
