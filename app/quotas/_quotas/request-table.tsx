import { Age } from '#app/_ui/clock.client.tsx';
import { count, counted, dayName, instant } from '#app/_ui/format.ts';
import { formatAge } from '#lib/domain/time.ts';
import { requestWords } from '#lib/quotas/requests.ts';
import type { RequestView, Strip, Timeline } from './timeline.ts';

/** Requests for more quota: open ones first, each with its way through AWS over the last days. */
export function RequestTable({ timeline, now }: { timeline: Timeline; now: number }) {
  const { open, decided, hidden, days } = timeline;
  const rows = [...open, ...decided];
  return (
    <>
      <div className="overflow-x-auto">
        <table className="grid-table">
          <caption className="sr-only">Requests for more quota, open ones first</caption>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col" className="num max-md:hidden">
                Asked for
              </th>
              <th scope="col" className="max-md:hidden">
                Status
              </th>
              <th scope="col" className="max-lg:hidden">
                Its way so far
              </th>
              <th scope="col" className="max-md:hidden w-48">
                Last {days} days
              </th>
              <th scope="col" className="num max-md:hidden">
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((request) => (
              <Row key={request.id} request={request} now={now} />
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <p className="pt-2 text-faint">
          {counted(hidden, 'older request')} not shown;{' '}
          <a className="link" href="/api/v1/quota-requests?format=csv">
            all of them as CSV
          </a>
        </p>
      )}
    </>
  );
}

function Row({ request, now }: { request: RequestView; now: number }) {
  const { region, name, code, desiredValue, isOpen, automatic, requestedAt } = request;
  return (
    <tr>
      <td title={code}>
        {region} <span className="text-soft">{name}</span>
        {automatic && <span className="block text-[12px] text-faint">made by Service Quotas itself</span>}
        <span className="block text-[12px] text-faint md:hidden">
          {count(desiredValue)} vCPU · <Status request={request} /> ·{' '}
          <RequestAge request={request} now={now} />
        </span>
        <span className="block text-[12px] text-soft lg:hidden">
          <Way request={request} />
        </span>
      </td>
      <td className="num max-md:hidden">
        {count(desiredValue)} <span className="text-faint">vCPU</span>
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        <Status request={request} />
      </td>
      <td className="text-[12px] text-soft max-lg:hidden">
        <Way request={request} />
      </td>
      <td className="max-md:hidden">
        <StripLine strip={request.strip} isOpen={isOpen} isApproved={request.status === 'APPROVED'} />
      </td>
      <td className="num text-faint max-md:hidden" title={`requested ${instant(requestedAt)} UTC`}>
        <RequestAge request={request} now={now} />
      </td>
    </tr>
  );
}

function RequestAge({ request: { requestedAt, decidedAt }, now }: { request: RequestView; now: number }) {
  if (decidedAt === null) return <>open for {formatAge(now - requestedAt)}</>;
  return (
    <>
      <Age at={decidedAt} />, took {formatAge(decidedAt - requestedAt)}
    </>
  );
}

function Status({ request: { status, isOpen, isForgotten, lastSeenAt } }: { request: RequestView }) {
  const tone = status === 'APPROVED' ? 'text-cheap' : isOpen ? 'text-accent' : 'text-soft';
  return (
    <>
      <span className={tone}>{requestWords(status)}</span>
      {isForgotten && isOpen && (
        <span className="text-[12px] text-warn md:block">
          {' '}
          no longer listed, seen <Age at={lastSeenAt} />
        </span>
      )}
    </>
  );
}

function Way({ request: { requestedAt, statuses } }: { request: RequestView }) {
  const [first] = statuses;
  const isSeenLate = first !== undefined && first.at > requestedAt;
  return (
    <ol className="flex flex-wrap gap-x-1.5">
      {isSeenLate && <li>requested {dayName(requestedAt)}</li>}
      {statuses.map(({ at, status }, index) => (
        <li key={at} title={`${instant(at)} UTC`}>
          {(isSeenLate || index > 0) && <span className="text-faint">→ </span>}
          {requestWords(status)} {dayName(at)}
        </li>
      ))}
    </ol>
  );
}

const WIDTH = 180;

/** From the request to its decision or to now; a tick for each change, an open end for one under way. */
function StripLine({ strip, isOpen, isApproved }: { strip: Strip; isOpen: boolean; isApproved: boolean }) {
  const x = (share: number) => Math.round(share * WIDTH * 10) / 10;
  const tone = isOpen ? 'stroke-accent' : isApproved ? 'stroke-cheap' : 'stroke-soft';
  const fill = isOpen ? 'fill-accent' : isApproved ? 'fill-cheap' : 'fill-soft';
  return (
    <svg viewBox={`-3 0 ${WIDTH + 6} 12`} className="block h-3 w-full min-w-32" aria-hidden="true">
      <path d={`M0 6H${WIDTH}`} className="stroke-line" />
      <path d={`M${x(strip.from)} 6H${x(strip.to)}`} className={tone} strokeWidth="3" />
      {strip.marks.map((mark) => (
        <path key={mark} d={`M${x(mark)} 2V10`} className={tone} />
      ))}
      {!isOpen && <circle cx={x(strip.to)} cy="6" r="2.6" className={fill} />}
    </svg>
  );
}
