import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { awsError, block, only, openBlockDesk, type Script } from '../helpers/block-desk.ts';
import { type FaultyDesk, NOW, openFaultyDesk } from '../helpers/faulty-desk.ts';
import { openQuotaDesk } from '../helpers/quota-desk.ts';
import { tellRules } from '../helpers/telling.ts';

// Each kind of rule from the SDK's answer to the outbox, as its reader would see the first line.

const ASK = { name: 'wanted', type: 'p5.48xlarge', count: 8, durationHours: 168, regions: [] };
const eight = (usdPerHour: number, startAt = NOW + 6 * DAY) =>
  only(168, (input) => (input.InstanceCount === 8 ? [block(input, startAt, { usdPerHour })] : []));
const nothing: Script = () => [];
const OF_EIGHT = { types: ['p5.48xlarge'], counts: [8], durations: ['7d'] };

async function openBlocks(...rules: { kind: string; when: object }[]) {
  const desk = await openBlockDesk({ capacity: { asks: [ASK] } });
  const rule = rules.map(({ kind, when }) => ({ kind, when: { ...OF_EIGHT, ...when } }));
  const { told } = tellRules(desk.db, desk.now(), rule);
  return async (script: Script) => {
    desk.answer(script);
    await desk.later(30);
    return told();
  };
}

describe('Capacity Blocks', () => {
  test('the cheapest rises: told with both prices, once, and over when it has come down', async () => {
    const look = await openBlocks({
      kind: 'block-price',
      when: { moves: { percent: 10, within: '1h', direction: 'up' } },
    });
    for (const script of [eight(32), eight(32), eight(32), eight(32)]) expect(await look(script)).toEqual([]);
    expect(await look(eight(40))).toEqual([
      'firing: 8 × p5.48xlarge for 7 d in us-east-1 cheapest block rose 25.0 % in 1 h to $5.00 per H100-hour',
    ]);
    expect(await look(eight(40))).toEqual([]);
    expect(await look(eight(32))).toEqual([
      'resolved: 8 × p5.48xlarge for 7 d in us-east-1: over, now $4.00 per H100-hour',
    ]);
  });

  test('a limit per accelerator-hour is crossed; a refused look changes nothing; sold out ends it', async () => {
    const look = await openBlocks({ kind: 'block-price', when: { below: '4.50' } });
    expect(await look(eight(40))).toEqual([]);
    expect(await look(eight(32))).toEqual([
      'firing: 8 × p5.48xlarge for 7 d in us-east-1 cheapest block is $4.00 per H100-hour, below $4.50 per H100-hour',
    ]);
    for (let times = 0; times < 4; times++) expect(await look(() => awsError('InternalError'))).toEqual([]);
    expect(await look(nothing)).toEqual([
      'resolved: 8 × p5.48xlarge for 7 d in us-east-1: over, now not known',
    ]);
  });

  test('the earliest start moves away, and can be had sooner again', async () => {
    const look = await openBlocks({ kind: 'block-lead-time', when: { longerThan: '10d' } });
    expect(await look(eight(32))).toEqual([]);
    expect(await look(eight(32, NOW + 20 * DAY))).toEqual([
      'firing: 8 × p5.48xlarge for 7 d in us-east-1 earliest start is in 19 d 23 h, at or above 10 d',
    ]);
    // With nothing on sale the lead has not become shorter.
    expect(await look(nothing)).toEqual([]);
    expect(await look(eight(32))).toEqual([expect.stringMatching(/^resolved: .*: over, now 5 d 2[0-9] h$/)]);
  });

  test('sold out is told, and that it is on offer again', async () => {
    const look = await openBlocks({ kind: 'block-gone', when: { within: '2h' } });
    for (let times = 0; times < 6; times++) expect(await look(eight(32))).toEqual([]);
    expect(await look(nothing)).toEqual([
      'firing: 8 × p5.48xlarge for 7 d in us-east-1 no offer any more, 1 was on sale within the 2 h before',
    ]);
    expect(await look(() => awsError('UnauthorizedOperation'))).toEqual([]);
    expect(await look(eight(32))).toEqual([
      'resolved: 8 × p5.48xlarge for 7 d in us-east-1: on offer again, 1 on sale',
    ]);
  });

  test('sold out for good ends as such, and is not said to be back', async () => {
    const look = await openBlocks({ kind: 'block-gone', when: { within: '1h' } });
    for (let times = 0; times < 4; times++) await look(eight(32));
    expect(await look(nothing)).toHaveLength(1);
    const later = [...(await look(nothing)), ...(await look(nothing)), ...(await look(nothing))];
    expect(later).toEqual([
      'resolved: 8 × p5.48xlarge for 7 d in us-east-1: still no offer, none has been on sale for 1 h',
    ]);
  });
});

describe('the account', () => {
  test('a quota that fills up is told with use and limit, once in every region', async () => {
    const desk = await openQuotaDesk();
    const { told } = tellRules(desk.db, desk.now(), [{ kind: 'quota-use', when: { percent: 0.1 } }]);
    desk.pass(5 * MINUTE);
    await desk.run('quota-usage');
    const lines = told();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(/^firing: quota “.+” in us-\S+ is [\d.]+ % used: \d+ of \d+ vCPU/);
    desk.pass(5 * MINUTE);
    await desk.run('quota-usage');
    expect(told()).toEqual([]);
  });

  test('a quota that changes is told once, and nobody is told that it is over', async () => {
    const desk = await openQuotaDesk();
    const { told } = tellRules(desk.db, desk.now(), [{ kind: 'quota-change', when: {} }]);
    // As if the last look had found another value.
    desk.db.sqlite
      .prepare(
        `UPDATE point SET value = 7 WHERE series_id = (SELECT id FROM series WHERE kind = 'quota' AND region = 'us-east-1' AND qualifier = 'L-417A185B')`,
      )
      .run();
    desk.db.sqlite
      .prepare(
        `UPDATE series SET last_value = 7 WHERE kind = 'quota' AND region = 'us-east-1' AND qualifier = 'L-417A185B'`,
      )
      .run();
    desk.pass(HOUR);
    await desk.run('quota');
    expect(told()).toEqual([
      expect.stringMatching(/^firing: quota “.+ P instances” in us-east-1 went from 7 to \d+ vCPU$/),
    ]);
    for (let hours = 0; hours < 3; hours++) {
      desk.pass(10 * HOUR);
      await desk.run('quota');
    }
    expect(told()).toEqual([]);
    const ends = desk.db.sqlite.prepare("SELECT reason FROM alert_event WHERE kind = 'resolved'").pluck();
    expect(ends.all()).toEqual(['told']);
  });
});

describe('the market', () => {
  const WEST = { types: ['p5*', 'trn2*'], regions: ['us-west-2'] };
  const look = async (desk: FaultyDesk, job: string, ms: number) => {
    desk.pass(ms);
    await desk.run(job);
  };

  test('a type that is sold for the first time is told; a new rule does not tell old news', async () => {
    const desk = await openFaultyDesk(WEST);
    const rule = { kind: 'type-offering', when: { types: ['p5.*'] } };
    const before = tellRules(desk.db, desk.now(), [rule]);
    await look(desk, 'type-offering', HOUR);
    expect(before.told()).toEqual([]);
    desk.db.sqlite.prepare("DELETE FROM type_offering WHERE instance_type = 'p5.48xlarge'").run();
    await look(desk, 'type-offering', 6 * HOUR);
    expect(before.told()).toEqual([
      expect.stringMatching(/^firing: p5\.48xlarge is sold in us-west-2 for the first time \(usw2-az\d/),
    ]);
    const later = tellRules(desk.db, desk.now(), [rule, { ...rule, name: 'another' }]);
    later.told();
    await look(desk, 'type-offering', 6 * HOUR);
    expect(later.told()).toEqual([]);
  });

  test('an interruption rate that has worsened since the last look', async () => {
    const desk = await openFaultyDesk(WEST);
    await look(desk, 'instance-type', 0);
    for (let looks = 0; looks < 4; looks++) await look(desk, 'interruption', 6 * HOUR);
    const { told } = tellRules(desk.db, desk.now(), [
      { kind: 'interruption-rate', when: { types: ['p5.*'], worsens: { within: '12h' } } },
    ]);
    const ids = `SELECT id FROM series WHERE kind = 'interruption' AND instance_type = 'p5.48xlarge' AND qualifier = 'Linux'`;
    const worse = desk.db.sqlite.prepare(`SELECT last_value FROM series WHERE id IN (${ids})`).pluck().get();
    expect(worse).toBeTypeOf('number');
    // As if it had been the best there is until now.
    desk.db.sqlite.prepare(`UPDATE point SET value = -1 WHERE series_id IN (${ids})`).run();
    await look(desk, 'interruption', 6 * HOUR);
    expect(told()).toEqual([
      expect.stringMatching(
        /^firing: p5\.48xlarge in us-west-2 \(Linux\) spot interruption rate went from .+ to .+ within 12 h$/,
      ),
    ]);
  });

  test('a placement score under what is asked is told by basket, size and region', async () => {
    const desk = await openFaultyDesk({ regions: ['us-east-1', 'us-west-2'] });
    await look(desk, 'type-offering', 0);
    const { told } = tellRules(desk.db, desk.now(), [{ kind: 'placement-score', when: { below: 10 } }]);
    await look(desk, 'placement-score', MINUTE);
    const lines = told();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(
      /^firing: placement score of \d+ × \S.* in us-\S+ is \d of 10, below 10|of the kind/,
    );
    await look(desk, 'placement-score', 30 * MINUTE);
    expect(told()).toEqual([]);
  });

  test('prices against list prices and against their own past, recounted from the points on record', async () => {
    const desk = await openFaultyDesk({ types: ['p5.48xlarge'], regions: ['us-west-2'] });
    for (const job of ['instance-type', 'on-demand-price', 'spot-price', 'spot-history'])
      await look(desk, job, 0);
    const { told } = tellRules(desk.db, desk.now(), [
      { kind: 'spot-price-level', when: { above: { percentOfOnDemand: 1 } } },
      { kind: 'spot-price-unusual', when: { days: 30, high: 50, low: 50, apart: 0.000001 } },
    ]);
    await look(desk, 'spot-price', 5 * MINUTE);
    const lines = told();
    expect(lines[0]).toMatch(
      /^firing: p5\.48xlarge in us-west-2 \(usw2-az\d\) spot is [\d.]+ % of on-demand \(\$[\d.]+\/h\), at or above 1 %/,
    );
    const fired = desk.db.sqlite
      .prepare<[], string>(
        "SELECT facts_json FROM alert WHERE json_extract(facts_json, '$.latest.measure') = 'spot-unusual'",
      )
      .pluck()
      .all()
      .map((text) => JSON.parse(text).latest);
    expect(fired.length).toBeGreaterThan(0);
    for (const facts of fired) {
      const means = dailyMeans(desk, facts.zoneId, 30);
      expect(facts.rank.samples).toBe(means.length);
      const below = means.filter((mean) => mean < facts.value).length;
      expect(facts.rank.share).toBeCloseTo(below / means.length, 1);
    }
  });
});

/** The mean of each of the last whole days, minute by minute from the points. */
function dailyMeans(desk: FaultyDesk, zoneId: string, days: number): number[] {
  const points = desk.db.sqlite
    .prepare<[string], { at: number; value: number }>(
      `SELECT p.at, p.value FROM point p JOIN series s ON s.id = p.series_id
       WHERE s.kind = 'spot' AND s.zone_id = ? AND s.qualifier = 'Linux/UNIX' ORDER BY p.at`,
    )
    .all(zoneId);
  const today = Math.floor(desk.now() / DAY);
  const means: number[] = [];
  for (let day = today - days; day < today; day++) {
    const held: number[] = [];
    for (let at = day * DAY; at < (day + 1) * DAY; at += MINUTE) {
      const value = points.findLast((point) => point.at <= at)?.value;
      if (value !== undefined) held.push(value);
    }
    if (held.length > 0) means.push(held.reduce((sum, value) => sum + value, 0) / held.length);
  }
  return means;
}
