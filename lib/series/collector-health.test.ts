import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { credentialsFinding, unfinishedFinding } from '#lib/health/findings.ts';
import { foldTargets, judgeHealth, questionsOf, type WatchedTarget } from './collector-health.ts';

const NOW = 100 * DAY;
const RUNS = { firstRunAt: 0, lastRunAt: NOW };

function target(name: string, age: number | null, region = 'us-east-1'): WatchedTarget {
  const at = age === null ? null : NOW - age;
  return { name, region, outcome: 'value', lastLookAt: at, lastCompleteAt: at };
}

describe('judgeHealth', () => {
  it('calls a spot target late after ten minutes and failing after fifteen', () => {
    const ages = [10 * MINUTE, 10 * MINUTE + 1, 15 * MINUTE, 15 * MINUTE + 1];
    const states = judgeHealth(
      ages.map((age) => target('spot-price', age)),
      RUNS,
      NOW,
    ).collectors;
    expect(states.map((one) => one.state)).toEqual(['ok', 'late', 'late', 'failing']);
  });

  it('gives a daily collector three days', () => {
    expect(judgeHealth([target('on-demand-price', 3 * DAY)], RUNS, NOW).status).toBe('ok');
    expect(judgeHealth([target('on-demand-price', 3 * DAY + 1)], RUNS, NOW).status).toBe('partly');
  });

  it('gives a source that was told to look less often the time for it', () => {
    const hourly = (age: number) => ({ ...target('spot-price', age), intervalMs: HOUR });
    const states = [2 * HOUR, 2 * HOUR + 1, 3 * HOUR + 1].map(
      (age) => judgeHealth([hourly(age)], RUNS, NOW).collectors[0]?.state,
    );
    expect(states).toEqual(['ok', 'late', 'failing']);
    const signs = { ...RUNS, lastRunAt: NOW - HOUR };
    expect(judgeHealth([hourly(HOUR)], signs, NOW).status).toBe('ok');
  });

  it('bears one lost region of spot prices but not the loss of all', () => {
    const lost = target('spot-price', null, 'us-east-2');
    expect(judgeHealth([target('spot-price', MINUTE), lost], RUNS, NOW)).toMatchObject({
      status: 'partly',
      reason: 'no complete look that is recent enough in us-east-2',
    });
    expect(judgeHealth([target('region', MINUTE), lost], RUNS, NOW)).toMatchObject({
      status: 'failing',
      reason: 'spot-price has no complete look that is recent enough',
    });
  });

  it('fails when no job has run for a quarter of an hour', () => {
    const targets = [target('region', MINUTE)];
    expect(judgeHealth(targets, { firstRunAt: 0, lastRunAt: NOW - 15 * MINUTE }, NOW).status).toBe('ok');
    expect(judgeHealth(targets, { firstRunAt: 0, lastRunAt: NOW - 15 * MINUTE - 1 }, NOW).status).toBe(
      'failing',
    );
  });

  it('gives a first start five minutes', () => {
    const targets = [target('spot-price', null)];
    const started = (ago: number) => judgeHealth(targets, { firstRunAt: NOW - ago, lastRunAt: NOW }, NOW);
    expect(started(5 * MINUTE - 1)).toMatchObject({
      status: 'starting',
      collectors: [{ state: 'starting' }],
    });
    expect(started(5 * MINUTE)).toMatchObject({ status: 'failing', collectors: [{ state: 'failing' }] });
  });

  it('waits for a first look as long as the run that brings it is under way', () => {
    const targets = [target('spot-price', MINUTE), target('capacity-block', null)];
    const judged = (running: string[]) => judgeHealth(targets, { ...RUNS, running }, NOW);
    expect(judged(['capacity-block'])).toMatchObject({
      status: 'starting',
      collectors: [{ state: 'ok' }, { state: 'starting' }],
    });
    expect(judged(['spot-price'])).toMatchObject({ status: 'partly' });
  });

  it('is starting before there is any target', () => {
    expect(judgeHealth([], { firstRunAt: null, lastRunAt: null }, NOW).status).toBe('starting');
  });

  it('is not starting when looks are on record but no run is', () => {
    expect(judgeHealth([target('region', DAY)], { firstRunAt: null, lastRunAt: null }, NOW).status).toBe(
      'failing',
    );
  });

  it('bears the loss of any other source, and says which', () => {
    const denied = { ...target('capacity-block', null), outcome: 'denied' as const };
    expect(judgeHealth([target('spot-price', MINUTE), denied], RUNS, NOW)).toMatchObject({
      status: 'partly',
      reason: 'no complete look that is recent enough: capacity-block',
    });
  });

  it('does not bear credentials that AWS refuses, not even at the start', () => {
    const finding = credentialsFinding({ since: NOW, checkedAt: NOW, says: 'AuthFailure: no' });
    const health = judgeHealth([], { firstRunAt: NOW, lastRunAt: NOW, findings: [finding] }, NOW);
    expect(health).toMatchObject({ status: 'failing', reason: finding.what });
  });

  it('is partly well where something is the matter with the desk itself', () => {
    const run = { job: 'capacity-block', slot: NOW, startedAt: NOW };
    const signs = { ...RUNS, findings: [unfinishedFinding(run)] };
    expect(judgeHealth([target('spot-price', MINUTE)], signs, NOW).status).toBe('partly');
  });
});

describe('several questions of one region', () => {
  it('are one row that the worst answer leads, with how many came to what and the newest complete look', () => {
    const good = { ...target('capacity-block', MINUTE), counts: { value: 41 } };
    const slow = {
      ...target('capacity-block', 9 * MINUTE),
      outcome: 'throttled' as const,
      counts: { throttled: 3 },
      errorText: 'slow down',
    };
    const folded = foldTargets(good, slow);
    expect(folded).toMatchObject({
      outcome: 'throttled',
      errorText: 'slow down',
      counts: { value: 41, throttled: 3 },
      lastCompleteAt: NOW - MINUTE,
    });
    expect(questionsOf(folded)).toBe(44);
  });

  it('are as old as the ones that are asked most often allow', () => {
    const daily = { ...target('capacity-block', 9 * HOUR), outcome: 'not_sold' as const, intervalMs: DAY };
    const often = { ...target('capacity-block', 9 * HOUR), intervalMs: 30 * MINUTE };
    const state = (one: WatchedTarget) => judgeHealth([one], RUNS, NOW).collectors[0]?.state;
    expect(state(daily)).toBe('ok');
    expect(state(foldTargets(daily, often))).toBe('failing');
    expect(state(foldTargets(often, daily))).toBe('failing');
  });
});
