import { describe, expect, test } from 'vitest';
import { latestScores } from '#db/queries/placement-scores.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { facts } from '../helpers/faulty-desk.ts';
import { JOB, openScoreDesk, REGIONS, SCORES, scoreLooks, scoreOutcomes } from '../helpers/score-desk.ts';

const everywhere = (what: string) =>
  Object.fromEntries(REGIONS.map((name) => [`${name} hopper/8/region`, what]));

describe('an answer that leaves a region out', () => {
  const empty = { ...SCORES, kind: 'empty-set' as const };

  test('says that there is no score there: ten regions at most were asked about', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    desk.standIn.faults.add(empty);
    desk.pass(30 * MINUTE);
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(scoreLooks(desk)).toEqual(everywhere('none'));
    expect(latestScores(desk.db).scores.every(({ score }) => score === null)).toBe(true);
  });

  test('says not sold where AWS lists none of the types on Spot', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    desk.db.sqlite.exec("DELETE FROM type_region WHERE region = 'eu-north-1'");
    desk.standIn.faults.add(empty);
    await desk.run(JOB);
    expect(scoreOutcomes(desk)).toEqual([
      'eu-north-1 null not_sold',
      'us-east-1 null none',
      'us-west-2 null none',
    ]);
  });

  test('says none of the zones without a score', async () => {
    const desk = await openScoreDesk([{ level: 'zone', regions: ['us-east-1'] }]);
    desk.standIn.faults.add(empty);
    await desk.run(JOB);
    expect(scoreOutcomes(desk)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `us-east-1 use1-az${n} none`));
  });

  test('does not say so of a disabled region', async () => {
    const desk = await openScoreDesk([{ regions: ['il-central-1', 'us-east-1'] }], {
      regions: ['il-central-1', 'us-east-1'],
    });
    await desk.run(JOB);
    expect(scoreOutcomes(desk)).toEqual(['il-central-1 null region_disabled', 'us-east-1 null value']);
  });
});

describe('a look that goes wrong', () => {
  test.each([
    ['a login page', { kind: 'html' }, 'failed schema'],
    ['an empty body', { kind: 'empty' }, 'failed schema'],
    ['a set under another name', { kind: 'renamed-set' }, 'failed schema'],
    ['XML that stops in the middle', { kind: 'truncated' }, 'failed schema'],
    ['the same page token for ever', { kind: 'same-token' }, 'failed schema'],
    ['a connection that breaks', { kind: 'reset' }, 'failed network'],
    ['no answer at all', { kind: 'hang' }, 'failed timeout'],
    ['a throttle', { kind: 'throttle' }, 'throttled throttle'],
    ['a missing permission', { kind: 'denied' }, 'denied permission'],
    ['keys that are refused', { kind: 'auth' }, 'denied auth'],
    ['status 500', { kind: 'status500' }, 'failed server'],
  ] as const)('%s: is told apart, ends nothing, and is over when it is over', async (_, fault, words) => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const before = facts(desk.db);
    desk.standIn.faults.add({ ...SCORES, times: Number.POSITIVE_INFINITY, ...fault });
    expect((await desk.run(JOB)).state).toBe('failed');
    expect(scoreLooks(desk)).toEqual(everywhere(words));
    expect(facts(desk.db)).toEqual(before);
    const { scores } = latestScores(desk.db);
    expect(scores.map(({ outcome, reason }) => [outcome, typeof reason])).toEqual(
      REGIONS.map(() => [words.split(' ')[0], 'string']),
    );
    desk.standIn.faults.clear();
    expect((await desk.run(JOB)).state).toBe('ok');
    expect(scoreLooks(desk)).toEqual(everywhere('value'));
  });

  test('stops no other question', async () => {
    const desk = await openScoreDesk([{ capacities: [1, 8], regions: ['us-east-1'] }]);
    desk.standIn.faults.add({ ...SCORES, kind: 'denied' });
    expect((await desk.run(JOB)).state).toBe('partial');
    expect(scoreLooks(desk)).toEqual({
      'us-east-1 hopper/1/region': 'denied permission',
      'us-east-1 hopper/8/region': 'value',
    });
  });

  const answer = (items: string) => ({
    ...SCORES,
    kind: 'status' as const,
    status: 200,
    body: `<GetSpotPlacementScoresResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><spotPlacementScoreSet>${items}</spotPlacementScoreSet></GetSpotPlacementScoresResponse>`,
  });
  const item = (region: string, score: number) =>
    `<item><region>${region}</region><score>${score}</score></item>`;

  test('in one entry, such as a score of 11, is set aside and counted; the others are kept', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    const [before] = latestScores(desk.db, { regions: ['us-west-2'] }).scores;
    desk.standIn.faults.add(answer(item('us-west-2', 11) + item('us-east-1', 2) + item('eu-north-1', 3)));
    desk.pass(30 * MINUTE);
    expect(await desk.run(JOB)).toMatchObject({ state: 'partial', counts: { quarantined: 1, complete: 2 } });
    expect(scoreLooks(desk)).toMatchObject({ 'us-west-2 hopper/8/region': 'failed schema' });
    const { scores } = latestScores(desk.db);
    expect(scores.map(({ region, score, outcome }) => `${region} ${score} ${outcome}`)).toEqual([
      'eu-north-1 3 value',
      'us-east-1 2 value',
      `us-west-2 ${before?.score} failed`,
    ]);
  });

  test('in an entry of nobody knows which region proves no region absent', async () => {
    const desk = await openScoreDesk();
    await desk.run(JOB);
    desk.standIn.faults.add(answer(item('', 5) + item('us-east-1', 2)));
    await desk.run(JOB);
    expect(scoreOutcomes(desk)).toEqual(REGIONS.map((region) => `${region} null failed`));
    expect(latestScores(desk.db).scores.every(({ score }) => score !== null)).toBe(true);
  });
});
