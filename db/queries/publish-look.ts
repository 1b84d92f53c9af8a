import { type Db, writeTransaction } from '../client.ts';
import { bumpDataVersion } from './meta.ts';
import { assertRunOpen } from './runs.ts';
import { extendSeen, type Look, recordLook, recordPastLook } from './targets.ts';

/**
 * Publishes a look whose facts `write` saves (returning how many are news) in one transaction.
 * @throws RunClosedError when the ledger has closed the run meanwhile
 */
export function publishLook(
  db: Db,
  targetId: number,
  look: Omit<Look, 'changes'>,
  write: () => number = () => 0,
  evaluate: (setId: number) => void = () => {},
): void {
  writeTransaction(db, () => {
    assertRunOpen(db, look.runId);
    const changes = write();
    evaluate(recordLook(db, targetId, { ...look, changes }));
    bumpDataVersion(db);
  });
}

/**
 * Publishes a look at how things stand now: facts, the stretch of time they make known, and the look itself. Facts of
 * an incomplete look are saved too; what it did not see is not taken for absent by anybody.
 * @throws RunClosedError when the ledger has closed the run meanwhile
 */
export function publishObservation(
  db: Db,
  target: { id: number; intervalMs: number },
  look: Omit<Look, 'changes'>,
  write: () => number,
  evaluate: (setId: number) => void = () => {},
): void {
  publishLook(
    db,
    target.id,
    look,
    () => {
      if (look.completeness === 'complete') extendSeen(db, target.id, look.collectedAt, target.intervalMs);
      return write();
    },
    evaluate,
  );
}

/**
 * Publishes facts of a run whose look is still going on.
 * @throws RunClosedError when the ledger has closed the run meanwhile
 */
export function publishFacts(db: Db, runId: string, write: () => void): void {
  writeTransaction(db, () => {
    assertRunOpen(db, runId);
    write();
    bumpDataVersion(db);
  });
}

/**
 * Records a look at the past that brought nothing: what is known does not change.
 * @throws RunClosedError when the ledger has closed the run meanwhile
 */
export function publishPastFailure(db: Db, targetId: number, look: Omit<Look, 'changes'>): void {
  writeTransaction(db, () => {
    assertRunOpen(db, look.runId);
    recordPastLook(db, targetId, { ...look, changes: 0 });
  });
}
