import { expect, test } from 'vitest';
import { executeJob } from '#jobs/execute.ts';
import { JOBS } from '#jobs/jobs.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { NOW, openFaultyDesk } from '../helpers/faulty-desk.ts';
import { VirtualTime } from '../helpers/virtual-time.ts';

const ACTION = 'DescribeCapacityBlockOfferings';

test('a day of Capacity Blocks over all regions and types, throttled as AWS does: not one call is refused', {
  timeout: 600_000,
}, async () => {
  const time = new VirtualTime(NOW);
  const desk = await openFaultyDesk({
    types: [],
    regions: [],
    throttle: true,
    now: time.now,
    bucketNow: time.now,
  });
  desk.context.clock = { now: time.now, speed: 1 };
  desk.context.gate = time.gate();
  await time.during(desk.run('region'));
  await time.during(desk.run('instance-type'));
  const job = JOBS.find((one) => one.name === 'capacity-block')!;
  const t0 = performance.now();
  let asked = 0;
  for (let slot = 0; slot < Number(process.env.SLOTS ?? 48); slot++) {
    time.passTo(NOW + HOUR + slot * 30 * MINUTE);
    const ended = await time.during(
      executeJob(desk.context, job, time.now(), 'schedule', new AbortController().signal, 600_000),
    );
    expect(ended).toMatchObject({ state: 'ok' });
    asked += Number(ended?.counts?.asked);
    console.log(
      slot,
      ended?.counts,
      Math.round(performance.now() - t0),
      (time.now() - (NOW + HOUR + slot * 30 * MINUTE)) / 60000,
    );
  }
  const { rejections } = (await (await fetch(`${desk.standIn.url}/_stand-in/rejections`)).json()) as {
    rejections: object;
  };
  expect(rejections).toEqual({});
  console.log(ACTION, asked, performance.now() - t0);
});
