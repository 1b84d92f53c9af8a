import { Age } from '#app/_ui/clock.client.tsx';
import { instant } from '#app/_ui/format.ts';
import type { ScoreLedger } from '#db/queries/score-ledger.ts';

/** What is left of AWS's limit on placement-score configurations; nothing where none was ever sent. */
export function ScoreBudget({ ledger }: { ledger: ScoreLedger }) {
  const { limit, used, stoppedUntil, configurations } = ledger;
  if (configurations.length === 0) return null;
  const last = Math.max(...configurations.map((one) => one.lastUsedAt));
  return (
    <p className="mt-3 text-soft">
      Placement-score configurations:{' '}
      <span className={used >= limit ? 'text-warn' : 'text-ink'}>
        {used} of {limit}
      </span>{' '}
      in 24 hours, the last sent <Age at={last} />
      {stoppedUntil !== null && (
        <span className="text-warn">; AWS refused one, no new one before {instant(stoppedUntil)} UTC</span>
      )}
      .
    </p>
  );
}
