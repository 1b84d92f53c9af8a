import type { DescribeSpotPriceHistoryCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type AwsClients, makeAwsClients } from '#jobs/aws/clients.ts';
import { spotPriceJob } from '#jobs/collectors/spot-price/live.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { checksumOf } from '../checksum.ts';
import { collect, type Desk, openCopy } from '../collect.ts';
import { type Plan, smallPart, wholePlan } from '../plan.ts';
import { receivedOf } from '../received.ts';
import { loadStep, pageKey, type RecordedStep } from '../recording.ts';
import type { StoreMeasured } from '../results.ts';
import { Stopwatch } from '../stopwatch.ts';

const POLLS = 20;

/** Ours without HTTP: the same jobs over the SDK's items as they were recorded; then polls that bring nothing new. */
export async function store(folder: string): Promise<StoreMeasured> {
  const pages: Pages = { of: new Map() };
  const aws = recordedClients(pages);
  const small = smallPart(wholePlan());
  const warmUp = openCopy(folder, `store-warm-${process.pid}.db`, small.end, aws);
  await replay(warmUp, small, pages, folder, 'warm-');
  warmUp.close();

  const plan = wholePlan();
  const ours = openCopy(folder, `store-${process.pid}.db`, plan.end, aws);
  const { seconds, cpuSeconds } = await replay(ours, plan, pages, folder, '');
  const checksum = checksumOf(ours.db.sqlite);
  const { items } = receivedOf(ours.db);
  const again = await pollAgain(ours, plan, pages, folder);
  ours.close();
  return { seconds, cpuSeconds, checksum, items, ...again };
}

/** The pages of the step at hand: one step after another is read, outside the time taken. */
type Pages = { of: RecordedStep };

function recordedClients(pages: Pages): AwsClients {
  const send = (region: string) => async (command: DescribeSpotPriceHistoryCommand) => {
    const page = pages.of.get(pageKey(region, command.input));
    if (page === undefined) throw new Error(`not recorded: ${pageKey(region, command.input)}`);
    return page;
  };
  return { ...makeAwsClients(), ec2: (region) => ({ send: send(region) }) as unknown as EC2Client };
}

async function replay(desk: Desk, plan: Plan, pages: Pages, folder: string, prefix: string) {
  const watch = new Stopwatch();
  await collect(desk, plan, async (step, work) => {
    pages.of = loadStep(folder, prefix + step);
    await watch.time(work);
  });
  return watch;
}

async function pollAgain(desk: Desk, plan: Plan, pages: Pages, folder: string) {
  pages.of = loadStep(folder, 'again');
  const pollItems = [...pages.of.values()].reduce((sum, page) => sum + page.SpotPriceHistory.length, 0);
  let now = plan.end;
  const poll = async () => {
    now += 5 * MINUTE;
    desk.setNow(now);
    await desk.run(spotPriceJob);
  };
  await poll();
  const before = desk.db.sqlite.prepare('SELECT count(*) FROM point').pluck().get();
  const watch = new Stopwatch();
  await watch.time(async () => {
    for (let i = 0; i < POLLS; i++) await poll();
  });
  const after = desk.db.sqlite.prepare('SELECT count(*) FROM point').pluck().get();
  if (after !== before) throw new Error('a poll that should bring nothing new has written points');
  return { pollSeconds: watch.seconds / POLLS, pollItems };
}
