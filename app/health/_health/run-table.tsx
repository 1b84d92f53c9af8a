import {
  Ban,
  CircleCheck,
  CircleDotDashed,
  CircleSlash,
  CircleX,
  Hourglass,
  TriangleAlert,
} from 'lucide-react';
import { counted, instant, took } from '#app/_ui/format.ts';
import type { JobRun, RunState } from '#db/queries/runs.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { countWords } from './count-words.ts';

const STATES: Record<RunState, { Icon: typeof CircleCheck; tone: string; words: string }> = {
  running: { Icon: CircleDotDashed, tone: 'text-accent', words: 'running' },
  ok: { Icon: CircleCheck, tone: 'text-cheap', words: 'ok' },
  partial: { Icon: TriangleAlert, tone: 'text-warn', words: 'partial' },
  failed: { Icon: CircleX, tone: 'text-bad', words: 'failed' },
  timeout: { Icon: Hourglass, tone: 'text-bad', words: 'timed out' },
  aborted: { Icon: CircleSlash, tone: 'text-warn', words: 'aborted' },
  skipped: { Icon: Ban, tone: 'text-faint', words: 'skipped' },
};

/** The newest rows of the run ledger: every slot of every job, and how it ended. */
export function RunTable({ runs, speed }: { runs: readonly JobRun[]; speed: number }) {
  if (runs.length === 0) return <p className="text-soft">No job has run yet.</p>;
  return (
    <div className="sm:overflow-x-auto">
      <table className="grid-table max-sm:block">
        <caption className="sr-only">The newest {counted(runs.length, 'run')}</caption>
        <thead className="max-sm:sr-only">
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Slot, UTC</th>
            <th scope="col">How it ended</th>
            <th scope="col" className="num">
              Took
            </th>
            <th scope="col">Counts</th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {runs.map((run) => (
            <Row key={run.runId} run={run} speed={speed} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On a phone a run is a block: job, end and duration in a line, the rest below. */
const CELL = 'max-sm:!border-t-0 max-sm:!p-0';
const BELOW = 'max-sm:order-last max-sm:col-span-3 max-sm:text-[12px] max-sm:empty:hidden';

function Row({ run, speed }: { run: JobRun; speed: number }) {
  const state = STATES[run.state as RunState] ?? STATES.failed;
  // The ledger keeps product time: what a run took is told in the time people waited.
  const duration = run.finishedAt === null ? undefined : (run.finishedAt - run.startedAt) / speed;
  const words = run.state === 'skipped' ? '' : duration === undefined ? 'not over' : took(duration);
  return (
    <tr className="max-sm:grid max-sm:grid-cols-[1fr_auto_4.5rem] max-sm:gap-x-3 max-sm:border-line max-sm:border-t max-sm:py-1.5">
      <td className={`whitespace-nowrap ${CELL}`}>
        {run.job}
        {run.trigger !== 'schedule' && <span className="text-faint"> {run.trigger}</span>}
      </td>
      <td className={`whitespace-nowrap text-soft ${CELL} ${BELOW}`}>
        <time dateTime={formatInstant(run.slot)}>{instant(run.slot)}</time>
      </td>
      <td className={`whitespace-nowrap ${CELL}`}>
        <span className={`inline-flex items-center gap-1.5 ${state.tone}`}>
          <state.Icon aria-hidden="true" className="size-3.5" />
          {state.words}
        </span>
      </td>
      <td className={`num text-soft ${CELL}`}>{words}</td>
      <td className={`min-w-48 text-soft ${CELL} ${BELOW}`}>{countWords(run.countsJson)}</td>
      <td className={`min-w-56 text-[12px] text-soft ${CELL} ${BELOW}`}>
        {run.errorClass !== null && <span className="text-warn">{run.errorClass} </span>}
        {run.errorText}
      </td>
    </tr>
  );
}
