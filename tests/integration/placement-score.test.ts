import { describe, expect, test } from 'vitest';
import { scoreLedger } from '#db/queries/score-ledger.ts';
import { DEFAULT_SCORES } from '#lib/config/scores.ts';
import { newestLooks, openFaultyDesk } from '../helpers/faulty-desk.ts';

describe('probe', () => {
  test('runs', async () => {
    const desk = await openFaultyDesk();
    console.log(DEFAULT_SCORES.baskets.length, await desk.run('placement-score'));
    console.log(newestLooks(desk.db, 'placement-score'));
    console.log(
      desk.db.sqlite
        .prepare(
          "SELECT region,zone_id,qualifier,last_value,outcome FROM series WHERE kind='placement-score'",
        )
        .all(),
    );
    console.log(scoreLedger(desk.db, desk.now()));
    expect(1).toBe(1);
  });
});
