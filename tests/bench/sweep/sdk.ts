import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { makeAwsClients } from '#jobs/aws/clients.ts';
import { type Command, sendAgain } from './commands.ts';
import { openMarket } from './market.ts';
import { DAY_RECORDING, type SdkResult } from './results.ts';

/** The limit: the SDK alone makes the calls of one of our days again, six at a time, and drops the answers. */
const [folder = ''] = process.argv.slice(2);
const commands = deserialize(readFileSync(join(folder, DAY_RECORDING))) as Command[];
const market = await openMarket(commands[0]?.at ?? 0, 'unthrottled');
const aws = makeAwsClients({ endpoint: market.url });

let failed = 0;
const cpu = process.cpuUsage();
const start = performance.now();
for (const batch of batches(commands)) {
  await market.setNow(batch[0]?.at ?? 0);
  await Promise.all(
    batch.map((command) =>
      sendAgain(aws, command).catch(() => {
        failed++;
      }),
    ),
  );
}
const used = process.cpuUsage(cpu);
const result: SdkResult = {
  cpuSeconds: (used.user + used.system) / 1e6,
  wallSeconds: (performance.now() - start) / 1000,
  failed,
};
aws.destroy();
process.send?.(result, () => process.disconnect());

/** Up to six neighbours that were sent at the same instant. */
function* batches(all: readonly Command[]): Generator<Command[]> {
  let batch: Command[] = [];
  for (const command of all) {
    if (batch.length === 6 || (batch[0] !== undefined && batch[0].at !== command.at)) {
      yield batch;
      batch = [];
    }
    batch.push(command);
  }
  if (batch.length > 0) yield batch;
}
