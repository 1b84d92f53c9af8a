import { Act } from '#app/_ui/act.client.tsx';
import { Age } from '#app/_ui/clock.client.tsx';
import { DELIVERY_STATES } from '#app/_ui/delivery-state.ts';
import { counted, instant, took } from '#app/_ui/format.ts';
import type { Attempt, DeliveryListing } from '#db/queries/deliveries.ts';
import { summary } from '#lib/alerts/wording.ts';
import { formatInstant } from '#lib/domain/time.ts';

/** Who was told what, and what came of every attempt. */
export function DeliveryTable({ deliveries }: { deliveries: readonly DeliveryListing[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">
          The newest {counted(deliveries.length, 'delivery', 'deliveries')}
        </caption>
        <thead>
          <tr>
            <th scope="col">Notice</th>
            <th scope="col" className="max-md:hidden">
              Channel
            </th>
            <th scope="col">Outcome</th>
            <th scope="col" className="num max-md:hidden">
              Made
            </th>
            <th scope="col" className="max-md:hidden">
              Attempts
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ delivery }: { delivery: DeliveryListing }) {
  const state = {
    ...(DELIVERY_STATES[delivery.state] ?? DELIVERY_STATES.dead),
    ...(delivery.lastErrorClass === 'unsubscribed' ? { words: 'not sent: unsubscribed' } : {}),
  };
  return (
    <tr>
      <td>
        {delivery.notice === undefined ? (
          <>
            {delivery.kind}, {counted(delivery.eventIds.length, 'pool')}
          </>
        ) : (
          summary(delivery.notice)
        )}
        <span className="block text-[12px] text-faint">
          {delivery.kind}: {delivery.ruleName ?? 'a rule that is gone'}
        </span>
        <span className="block text-[12px] text-faint md:hidden">
          {delivery.channel} · <Age at={delivery.createdAt} />
        </span>
        <div className="md:hidden">
          <Attempts log={delivery.log} />
        </div>
      </td>
      <td className="whitespace-nowrap text-soft max-md:hidden">
        {delivery.channel}
        {delivery.channelState !== 'ok' && (
          <span className="text-warn">
            {' '}
            {delivery.channelState}
            {delivery.channelReason !== null && `: ${delivery.channelReason}`}
          </span>
        )}
      </td>
      <td>
        <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${state.tone}`}>
          <state.Icon aria-hidden="true" className="size-3.5" />
          {state.words}
        </span>
        {delivery.ambiguous && <span className="text-warn"> may have arrived twice</span>}
        {delivery.plain && <span className="text-faint"> as plain text</span>}
        {delivery.state === 'dead' && (
          <>
            {' '}
            <Act method="POST" path={`/deliveries/${delivery.id}/retry`}>
              Try again
            </Act>
          </>
        )}
      </td>
      <td className="num text-faint max-md:hidden">
        <Age at={delivery.createdAt} />
      </td>
      <td className="min-w-64 max-md:hidden">
        <Attempts log={delivery.log} />
      </td>
    </tr>
  );
}

function Attempts({ log }: { log: readonly Attempt[] }) {
  const last = log.at(-1);
  if (log.length === 0) return <span className="text-faint">no attempt yet</span>;
  return (
    <details>
      <summary className="text-soft hover:text-ink">
        {counted(log.length, 'attempt')}
        {last !== undefined && `, ${log.length > 1 ? 'last: ' : ''}${attemptWords(last)}`}
      </summary>
      <ol className="py-1 pl-4 text-[12px] text-soft">
        {log.map((attempt) => (
          <li key={attempt.at}>
            <time dateTime={formatInstant(attempt.at)}>{instant(attempt.at, true)}</time>{' '}
            {attemptWords(attempt)} in {took(attempt.tookMs)}
          </li>
        ))}
      </ol>
    </details>
  );
}

function attemptWords({ outcome, status, detail }: Attempt): string {
  return [outcome, status === null ? undefined : `HTTP ${status}`, detail ?? undefined]
    .filter((part) => part !== undefined)
    .join(', ');
}
