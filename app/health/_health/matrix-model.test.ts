import { describe, expect, test } from 'vitest';
import { listTargets } from '#db/queries/board.ts';
import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { storeSize } from '#db/queries/health-page.ts';
import { judgeHealth } from '#lib/series/collector-health.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { seedRuns, seedTargets } from '#tests/helpers/demo-seed-looks.ts';
import { buildMatrix, findTroubles } from './matrix-model.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

function matrixOf(disabled: string[]) {
  const db = openTestDatabase();
  seedTargets(db, ['us-east-1', 'us-west-2', 'ap-south-1', 'me-central-1'], { now: NOW, backfilledDays: 40 });
  seedRuns(db, NOW);
  const disable = db.sqlite.prepare("UPDATE target SET outcome = 'region_disabled' WHERE region = ?");
  for (const region of disabled) disable.run(region);
  const { collectors } = judgeHealth(watchedTargets(db), runBounds(db), NOW);
  return {
    ...buildMatrix(collectors, listTargets(db, ['spot-price']), NOW),
    troubles: findTroubles(collectors),
  };
}

test('puts regions in trouble first and what is asked of all regions apart', () => {
  const matrix = matrixOf([]);
  expect(matrix.collectors).toEqual(['spot-price', 'instance-type']);
  expect(matrix.rows.map((row) => row.region)).toEqual([
    'ap-south-1',
    'me-central-1',
    'us-east-1',
    'us-west-2',
  ]);
  expect(matrix.rows[0]?.cells[0]).toMatchObject({ outcome: 'throttled', state: 'failing' });
  expect(matrix.global.map((entry) => [entry.collector, entry.cell.outcome])).toEqual([
    ['on-demand-price', 'value'],
    ['region', 'value'],
  ]);
});

test('tells how far the history of each region reaches, none where access is denied', () => {
  const history = new Map(matrixOf([]).rows.map((row) => [row.region, row.history]));
  expect(history.get('us-west-2')?.days).toBeCloseTo(44, 1);
  expect(history.get('us-east-1')?.days).toBeCloseTo(38, 1);
  expect(history.get('me-central-1')).toBeNull();
});

test('names what is in trouble once, with AWS’s words, the gravest first', () => {
  const { troubles } = matrixOf([]);
  expect(troubles.map(({ collector, regions, cell }) => [collector, regions, cell.outcome])).toEqual([
    ['spot-price', ['ap-south-1'], 'throttled'],
    ['spot-price', ['me-central-1'], 'denied'],
  ]);
  expect(troubles[0]?.cell.errorText).toContain('RequestLimitExceeded');
});

test('one trouble in many regions is one line, although AWS names the host of each', () => {
  const judged = ['us-east-1', 'us-west-2'].map((region) => ({
    name: 'quota',
    region,
    outcome: 'failed' as const,
    lastLookAt: NOW,
    lastCompleteAt: null,
    counts: { failed: 2 },
    errorText: `getaddrinfo ENOTFOUND servicequotas.${region}.amazonaws.com`,
    ageMs: null,
    state: 'failing' as const,
  }));
  expect(findTroubles(judged)).toMatchObject([
    { collector: 'quota', regions: ['us-east-1', 'us-west-2'], cell: { questions: 4, leading: 4 } },
  ]);
});

test('takes regions that are not enabled out of the rows', () => {
  const matrix = matrixOf(['us-west-2']);
  expect(matrix.disabled).toEqual(['us-west-2']);
  expect(matrix.rows.map((row) => row.region)).not.toContain('us-west-2');
});

test('measures the file', () => {
  const size = storeSize(openTestDatabase());
  expect(size).toMatchObject({ series: 0, pools: 0 });
  expect(size.fileBytes).toBeGreaterThan(0);
});

describe('what has one cause is told once', () => {
  const BLOCKS = {
    name: 'capacity-block',
    lastLookAt: NOW,
    lastCompleteAt: null,
    ageMs: null,
    state: 'failing',
  } as const;
  const likely = (codes: string) => `the Capacity Block quota of this account is likely 0; check ${codes}`;

  test('a quota of 0, although other codes are named in another region', () => {
    const blocks = [
      { ...BLOCKS, region: 'us-east-1', errorText: likely('L-DA6814F2 (p5), L-C45F30BC (p5e)') },
      { ...BLOCKS, region: 'sa-east-1', errorText: likely('L-DA6814F2 (p5)') },
    ].map((one) => ({ ...one, outcome: 'throttled' as const, errorClass: 'quota' }));
    const troubles = findTroubles(blocks);
    expect(troubles.map(({ regions }) => regions)).toEqual([['us-east-1', 'sa-east-1']]);
    expect(troubles[0]?.cell.errorText).toContain('L-C45F30BC');
  });

  test('credentials that are refused, which the finding tells, and nothing else', () => {
    const denied = { ...BLOCKS, outcome: 'denied' as const, errorText: 'RequestExpired' };
    const judged = [
      { ...denied, region: 'us-east-1', errorClass: 'auth' },
      { ...denied, region: 'us-west-2', errorClass: 'permission' },
      { ...BLOCKS, region: 'eu-west-1', outcome: 'value' as const, lastCompleteAt: NOW - 9 * 3_600_000 },
    ];
    expect(findTroubles(judged, true).map(({ regions }) => regions)).toEqual([['us-west-2']]);
    expect(findTroubles(judged)).toHaveLength(3);
  });
});
