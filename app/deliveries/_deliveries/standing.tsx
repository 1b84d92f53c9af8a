import { Age } from '#app/_ui/clock.client.tsx';
import { counted } from '#app/_ui/format.ts';
import type { DeliveryCounts } from '#db/queries/delivery-counts.ts';

/** How the outbox stands, in a line. */
export function Standing({ counts }: { counts: DeliveryCounts }) {
  const { waiting, oldestWaitingAt, parked, dead, delivered } = counts;
  return (
    <p className="shell pt-5 pb-2 text-soft">
      {counted(delivered, 'message')} delivered in 24 h
      {waiting + parked === 0 ? ', none waits' : `, ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`}
      {parked > 0 && <span className="text-warn">, {parked} kept for a channel that is broken</span>}
      {oldestWaitingAt !== null && (
        <>
          , the oldest <Age at={oldestWaitingAt} />
        </>
      )}
      {dead > 0 && <span className="text-bad">, {dead} given up in 24 h</span>}.
    </p>
  );
}
