import { expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { writeTransaction } from '#db/client.ts';
import { evaluateSet } from '#jobs/pipeline/evaluate.ts';
import type { PublishedSet } from '#jobs/pipeline/types.ts';
import { firedDesk } from '../helpers/alert-desk.ts';
import { type FaultyDesk, facts, openFiringDesk } from '../helpers/faulty-desk.ts';

// F66: the ledger has lost a row, or somebody runs a job once more by hand.

/** What is told, and what is on record of alerts: nothing of it may move. */
function told(db: Db) {
  const { alerts, events, deliveries } = facts(db);
  expect(events?.length).toBeGreaterThan(0);
  expect(deliveries?.length).toBeGreaterThan(0);
  return { alerts, events, deliveries };
}

const SETS = `SELECT s.id, t.region, s.collected_at AS collectedAt, s.completeness FROM sample_set s
  JOIN target t ON t.id = s.target_id WHERE t.collector = 'spot-price' ORDER BY s.id`;

function everySet({ db }: FaultyDesk): PublishedSet[] {
  const rows = db.sqlite
    .prepare<[], Pick<PublishedSet, 'id' | 'region' | 'collectedAt' | 'completeness'>>(SETS)
    .all();
  return rows.map((row) => ({ ...row, collector: 'spot-price', intervalMs: 300_000, simulated: true }));
}

test('F66: looks that are evaluated again, each of them and in any order, tell nothing new', async () => {
  const desk = await openFiringDesk();
  const before = told(desk.db);
  const sets = everySet(desk);
  expect(sets.length).toBeGreaterThan(3);
  for (const set of [...sets, ...sets.toReversed()])
    expect(writeTransaction(desk.db, () => evaluateSet(desk.db, set))).toMatchObject({
      transitions: 0,
      deliveries: 0,
    });
  expect(told(desk.db)).toEqual(before);
});

test('F66: a run that the ledger has forgotten, and runs once more, tells nothing new', async () => {
  const desk = await openFiringDesk();
  await desk.run('spot-price');
  const { events, deliveries } = told(desk.db);
  desk.db.sqlite.prepare("DELETE FROM job_run WHERE job = 'spot-price'").run();
  await desk.run('spot-price');
  await desk.run('spot-price');
  expect(told(desk.db)).toMatchObject({ events, deliveries });
});

test('F66: one look at which it no longer holds is one look, however often it is evaluated', async () => {
  const desk = await firedDesk({ rule: { keepFiring: '0s', resolveEvals: 2 } });
  desk.price(desk.poolId, 30);
  const { set } = desk.look();
  for (let again = 0; again < 3; again++)
    expect(evaluateSet(desk.db, set)).toMatchObject({ transitions: 0, deliveries: 0 });
  expect(desk.look()).toMatchObject({ transitions: 1, deliveries: 1 });
});
