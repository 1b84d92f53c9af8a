import { describe, expect, test } from 'vitest';
import { type StandIn, startStandIn } from '../index.ts';
import { DAY, NOW, RECORDED, recordedIsHere, recordedTitle, standInFor } from '../testing/clients.ts';

interface Feed {
  instance_types: Record<string, { emr: boolean; cores: number; ram_gb: number }>;
  ranges: { index: number; label: string; max: number }[];
  spot_advisor: Record<string, Record<string, Record<string, { s: number; r: number }>>>;
}

async function feed(standIn: StandIn): Promise<Feed> {
  const answer = await fetch(`${standIn.url}/spot-advisor-data.json`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Feed;
}

const entries = (data: Feed, os = 'Linux') =>
  Object.entries(data.spot_advisor).flatMap(([region, systems]) =>
    Object.entries(systems[os] ?? {}).map(([type, entry]) => ({ region, type, ...entry })),
  );

const meanRate = (data: Feed, family: RegExp): number => {
  const rates = entries(data)
    .filter(({ type }) => family.test(type))
    .map(({ r }) => r);
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
};

describe('the advisor of a simulated market', () => {
  test('is a file anybody may read, in the shape AWS publishes', async () => {
    const data = await feed(await standInFor());
    expect(data.ranges.map((range) => range.label)).toEqual(['<5%', '5-10%', '10-15%', '15-20%', '>20%']);
    expect(data.instance_types['p5.48xlarge']).toEqual({ emr: false, cores: 192, ram_gb: 2048 });
    expect(entries(data).length).toBeGreaterThan(300);
    expect(entries(data, 'Windows').length).toBeGreaterThan(50);
    expect(entries(data).every(({ s, r }) => s >= 0 && s <= 91 && r >= 0 && r <= 4)).toBe(true);
    expect(data.spot_advisor['us-east-2']?.Linux?.['trn2.48xlarge']).toBeUndefined();
  });

  test('says that training machines are interrupted more often than the others', async () => {
    const data = await feed(await standInFor());
    expect(meanRate(data, /^p[45]/)).toBeGreaterThan(meanRate(data, /^g/) + 1);
    expect(new Set(entries(data).map(({ r }) => r)).size).toBeGreaterThan(3);
  });

  test('moves at least daily, and stands still when the feed is frozen', async () => {
    const standIn = await standInFor();
    const text = async (days: number) => {
      standIn.setNow(() => NOW + days * DAY);
      return JSON.stringify(await feed(standIn));
    };
    const days = [await text(0), await text(1), await text(2), await text(3)];
    expect(new Set(days).size).toBe(4);
    standIn.faults.add({ service: 'spot-advisor', kind: 'frozen-feed', times: Infinity });
    expect(new Set([await text(4), await text(5), await text(30)]).size).toBe(1);
  });

  test('follows the scarcity of a story', async () => {
    const standIn = await standInFor({ scenario: 'scarcity' });
    const before = meanRate(await feed(standIn), /^p4/);
    standIn.setNow(() => NOW + 40 * DAY);
    expect(meanRate(await feed(standIn), /^p4/)).toBeGreaterThan(before);
  });

  test('fails like a bucket fails', async () => {
    const standIn = await standInFor();
    const get = async () => {
      const answer = await fetch(`${standIn.url}/spot-advisor-data.json`);
      return { status: answer.status, text: await answer.text() };
    };
    standIn.faults.add({ service: 'spot-advisor', kind: 'denied' });
    expect(await get()).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
    standIn.faults.add({ service: 'spot-advisor', kind: 'throttle' });
    expect(await get()).toMatchObject({
      status: 503,
      text: expect.stringContaining('<Code>SlowDown</Code>'),
    });
    standIn.faults.add({ service: 'spot-advisor', kind: 'renamed-set' });
    expect(JSON.parse((await get()).text)).not.toHaveProperty('spot_advisor');
    standIn.faults.add({ service: 'spot-advisor', kind: 'empty-set' });
    expect(JSON.parse((await get()).text)).toMatchObject({ spot_advisor: {} });
  });
});

describe.skipIf(!recordedIsHere)(recordedTitle('the recorded advisor'), () => {
  test('is the newest day at the clock', async () => {
    const at = async (iso: string) => {
      const source = { kind: 'replay' as const, dir: RECORDED };
      const standIn = await startStandIn({ source, now: () => Date.parse(iso), throttle: false });
      const data = await feed(standIn);
      await standIn.close();
      return data.spot_advisor['af-south-1']?.Linux?.['g4dn.12xlarge'];
    };
    expect(await at('2023-06-01T00:00:00Z')).toEqual({ s: 70, r: 2 });
    expect(await at('2024-03-01T00:00:00Z')).toEqual({ s: 78, r: 0 });
  });
});
