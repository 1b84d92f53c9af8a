import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '#lib/domain/time.ts';
import { judgeHealth, type WatchedTarget } from './collector-health.ts';

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
    expect(judgeHealth([target('on-demand-price', 3 * DAY + 1)], RUNS, NOW).status).toBe('failing');
  });

  it('bears one lost region but not a collector without any', () => {
    const lost = target('spot-price', null, 'us-east-2');
    expect(judgeHealth([target('spot-price', MINUTE), lost], RUNS, NOW).status).toBe('ok');
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

  it('is starting before there is any target', () => {
    expect(judgeHealth([], { firstRunAt: null, lastRunAt: null }, NOW).status).toBe('starting');
  });

  it('is not starting when looks are on record but no run is', () => {
    expect(judgeHealth([target('region', DAY)], { firstRunAt: null, lastRunAt: null }, NOW).status).toBe(
      'failing',
    );
  });
});
