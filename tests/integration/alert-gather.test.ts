import { expect, test } from 'vitest';
import { GROUP_WAIT_MS } from '#jobs/pipeline/deliver.ts';
import { SECOND } from '#lib/domain/time.ts';
import { openAlertDesk } from '../helpers/alert-desk.ts';
import { aType } from '../helpers/market.ts';

const REGIONS = Array.from({ length: 10 }, (_, index) => `us-test-${index + 1}`);

/** The same rise in ten regions, look after look within seconds. */
async function risingEverywhere(severity: string) {
  const desk = await openAlertDesk({ rule: { severity } });
  aType(desk.db);
  const pools = REGIONS.map((region, index) => desk.pool(30, { region, zoneId: `ust${index + 1}-az1` }));
  for (const region of REGIONS) desk.look({ region });
  for (const [index, region] of REGIONS.entries()) {
    desk.price(pools[index] as number, 36);
    desk.look({ region });
  }
  const deliverer = desk.deliverer({ groupWaitMs: GROUP_WAIT_MS });
  return { ...desk, deliverer };
}

test('a market that moves in ten regions is one message, ten seconds after the first', async () => {
  const desk = await risingEverywhere('normal');
  const first = await desk.deliverer.deliverDue();
  expect(desk.slack.received).toEqual([]);
  expect(first.nextAt).toBe(desk.now() + 10 * SECOND);
  desk.pass(10 * SECOND);
  await desk.deliverer.deliverDue();
  desk.pass(10 * SECOND);
  await desk.deliverer.deliverDue();
  expect(desk.slack.received).toHaveLength(1);
  const text = JSON.stringify(desk.slack.received[0]?.body);
  for (const region of REGIONS) expect(text).toContain(`in ${region} `);
  expect(desk.outbox().every(({ state }) => state === 'delivered')).toBe(true);
});

test('what is critical waits for nothing', async () => {
  const desk = await risingEverywhere('critical');
  await desk.deliverer.deliverDue();
  expect(desk.slack.received).toHaveLength(1);
});
