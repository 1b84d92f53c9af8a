import { GetSpotPlacementScoresCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { latestScores } from '#db/queries/placement-scores.ts';
import { scoreLedger } from '#db/queries/score-ledger.ts';
import { checkScores } from '#jobs/check-scores.ts';
import { KNOWN_REGIONS } from '#lib/domain/region.ts';
import { DAY, formatInstant, HOUR } from '#lib/domain/time.ts';
import type { FaultyDesk } from '../helpers/faulty-desk.ts';
import {
  askAbout,
  HOPPER,
  JOB,
  openScoreDesk,
  scoreLooks,
  scoreSettings,
  sentScores,
  type Wanted,
} from '../helpers/score-desk.ts';

/** Another tool of the account uses configurations up. */
async function takeSlots(desk: FaultyDesk, count: number): Promise<void> {
  for (let at = 0; at < count; at++)
    await desk.context.aws.ec2('us-east-1').send(
      new GetSpotPlacementScoresCommand({
        InstanceTypes: HOPPER,
        TargetCapacity: 70 + at,
        RegionNames: ['us-east-1'],
      }),
    );
}

describe('AWS’s limit on new configurations', () => {
  const four = [{ capacities: [1, 2, 4, 8], regions: ['us-east-1'] }];
  const states = (desk: FaultyDesk) => Object.values(scoreLooks(desk));

  test('stops new configurations for a day after one refusal; known ones go on', async () => {
    const desk = await openScoreDesk(four);
    await takeSlots(desk, 8);
    await desk.run(JOB);
    expect(states(desk)).toEqual(['value', 'value', 'throttled quota', 'throttled quota']);
    // The third was refused; the fourth was not even sent.
    expect(sentScores(desk)).toHaveLength(8 + 3);
    const { scores } = latestScores(desk.db);
    expect(scores[2]?.reason).toMatch(/^MaxConfigLimitExceeded: /);
    expect(scores[3]?.reason).toMatch(
      /^a new configuration waits until 2026-03-02T12:00:00Z at least: AWS has refused a new configuration/,
    );
    for (const hours of [6, 6, 6, 5]) {
      desk.pass(hours * HOUR);
      await desk.run(JOB);
      expect(states(desk)).toEqual(['value', 'value', 'throttled quota', 'throttled quota']);
    }
    expect(sentScores(desk)).toHaveLength(8 + 3 + 4 * 2);
    desk.pass(HOUR);
    await desk.run(JOB);
    expect(states(desk)).toEqual(['value', 'value', 'value', 'value']);
  });

  test('is told by the ledger', async () => {
    const desk = await openScoreDesk(four);
    await takeSlots(desk, 8);
    await desk.run(JOB);
    const at = desk.now();
    expect(scoreLedger(desk.db, at)).toMatchObject({ limit: 10, used: 2, stoppedUntil: at + DAY });
    const rows = scoreLedger(desk.db, at).configurations;
    expect(rows.map(({ capacity, state, freeAt }) => [capacity, state, freeAt])).toEqual([
      [1, 'used', at + DAY],
      [2, 'used', at + DAY],
      [4, 'refused', null],
    ]);
    expect(scoreLedger(desk.db, at + DAY).configurations.map(({ state }) => state)).toEqual([
      'lapsed',
      'lapsed',
      'lapsed',
    ]);
  });

  test('is no obstacle after a day of silence: everything is new, and there is room for it', async () => {
    const desk = await openScoreDesk([
      { capacities: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], regions: ['us-east-1'] },
    ]);
    await desk.run(JOB);
    desk.pass(3 * DAY);
    askAbout(desk, [{ capacities: [11, 12, 13], regions: ['us-east-1'] }]);
    expect((await desk.run(JOB)).state).toBe('ok');
  });
});

describe('a change of the settings', () => {
  const ten = [{ capacities: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], regions: ['us-east-1'] }];
  const changed = [{ capacities: [1, 2, 3, 4, 5, 6, 7, 8, 90, 100], regions: ['us-east-1'] }];
  const check = (desk: FaultyDesk, baskets: Wanted[], acceptChange = false) => {
    const known = { regions: KNOWN_REGIONS, types: [...HOPPER, 'p6-b200.48xlarge'] };
    const at = { db: desk.db, now: desk.now() };
    return () => checkScores(scoreSettings(baskets, acceptChange), desk.context.watch, known, at);
  };

  test('that AWS would not take is refused with the sum and the instant from which it is possible', async () => {
    const desk = await openScoreDesk(ten);
    await desk.run(JOB);
    const possible = formatInstant(desk.now() + DAY);
    desk.pass(HOUR);
    expect(check(desk, ten)).not.toThrow();
    expect(check(desk, changed)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          new RegExp(
            `ask for 10 placement-score configurations, 2 of them new, and 10 were used in the last 24 hours: 10 \\+ 2 = 12, and AWS takes about 10 .* possible from ${possible}`,
          ),
        ),
      }),
    );
    desk.pass(23 * HOUR);
    expect(check(desk, changed)).not.toThrow();
  });

  test('that is accepted on purpose lets the new ones wait, and goes on with the known ones', async () => {
    const desk = await openScoreDesk(ten);
    await desk.run(JOB);
    expect(check(desk, changed, true)).not.toThrow();
    askAbout(desk, changed);
    const values = () => Object.values(scoreLooks(desk)).filter((words) => words === 'value').length;
    for (const hours of [6, 6, 6, 5]) {
      desk.pass(hours * HOUR);
      expect((await desk.run(JOB)).state).toBe('partial');
      expect(values()).toBe(8);
    }
    expect(latestScores(desk.db).scores.at(-1)?.reason).toMatch(/10 others were used in the last 24 hours/);
    desk.pass(HOUR);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(values()).toBe(10);
  });

  test('to other types under the same name is refused: the history is of one question', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const types = [...HOPPER, 'p6-b200.48xlarge'];
    expect(check(desk, [{ types }], true)).toThrow(
      /the basket hopper was p5\.48xlarge, .* give other types another name/,
    );
    expect(check(desk, [{ types, name: 'hopper-and-b200' }])).not.toThrow();
  });

  test.each<[Wanted, string]>([
    [{ types: [...HOPPER, 'p5.48xlage'] }, 'TYPE_UNKNOWN'],
    [{ regions: ['us-east1'] }, 'REGION_UNKNOWN'],
  ])('to a name that does not exist (%j) is refused', async (basket, code) => {
    const desk = await openScoreDesk();
    expect(check(desk, [basket])).toThrow(expect.objectContaining({ code }));
  });
});
