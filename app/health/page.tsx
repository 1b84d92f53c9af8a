import { CircleCheck, CircleDotDashed, CircleX, TriangleAlert } from 'lucide-react';
import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import type { Db } from '#db/client.ts';
import { listTargets } from '#db/queries/board.ts';
import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { storeSize } from '#db/queries/health-page.ts';
import { listRuns } from '#db/queries/runs.ts';
import { COLLECTORS } from '#lib/domain/collectors.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { type Health, judgeHealth } from '#lib/series/collector-health.ts';
import { productClock } from '../_server/clock.ts';
import { Age } from '../_ui/clock.client.tsx';
import { bytes, counted } from '../_ui/format.ts';
import { openForPage } from '../_ui/page-database.ts';
import { Refusal } from '../_ui/refusal.tsx';
import { Shell } from '../_ui/shell.tsx';
import { buildMatrix } from './_health/matrix-model.ts';
import { Cell, collectorName, MatrixTable } from './_health/matrix-table.tsx';
import { RunTable } from './_health/run-table.tsx';

export const metadata: Metadata = { title: 'Health' };

const RUNS_SHOWN = 50;
/** The most frequent job starts every five minutes: three of them missed is silence. */
const SILENCE = 15 * MINUTE;

export default async function HealthPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="health" />;
  return <HealthBody db={db} />;
}

function HealthBody({ db }: { db: Db }) {
  const clock = productClock();
  const now = clock.now();
  const bounds = runBounds(db);
  const health = judgeHealth(watchedTargets(db), bounds, now);
  const targets = listTargets(db, COLLECTORS);
  const matrix = buildMatrix(targets, health.collectors, now);
  const size = storeSize(db);
  const spot = health.collectors
    .filter((one) => one.name === 'spot-price')
    .map((one) => one.lastCompleteAt ?? 0);
  return (
    <Shell
      current="health"
      title="Health: can what is shown be trusted"
      asOf={Math.max(0, ...spot) || null}
      now={now}
    >
      <section className="shell flex flex-wrap items-start gap-x-12 gap-y-4 pt-6 pb-6">
        <Verdict health={health} />
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          <Figure name="Worker">
            {bounds.lastRunAt === null ? (
              'has never run'
            ) : (
              <>
                <WorkerWord isSilent={now - bounds.lastRunAt > SILENCE} />, last job began{' '}
                <Age at={bounds.lastRunAt} />
              </>
            )}
          </Figure>
          <Figure name="Database">
            {bytes(size.fileBytes)}
            {size.logBytes > 0 && <span className="text-faint"> and {bytes(size.logBytes)} of log</span>}
          </Figure>
          <Figure name="Series">
            {counted(size.series, 'series', 'series')}, {counted(size.pools, 'spot pool')}
          </Figure>
          {matrix.global.map(({ collector, cell }) => (
            <Figure key={collector} name={collectorName(collector)}>
              <Cell cell={cell} />
            </Figure>
          ))}
        </dl>
      </section>
      <div className="shell grid gap-x-12 gap-y-10 2xl:grid-cols-[auto_1fr]">
        <section className="min-w-0" aria-label="Collectors by region">
          <h2 className="mb-1 text-[15px] font-semibold">What came of the last looks</h2>
          {matrix.rows.length === 0 ? (
            <p className="text-soft">Nothing has been asked yet.</p>
          ) : (
            <MatrixTable matrix={matrix} />
          )}
        </section>
        <section className="min-w-0" aria-label="Run ledger">
          <h2 className="mb-1 text-[15px] font-semibold">The last {RUNS_SHOWN} runs</h2>
          <RunTable runs={listRuns(db, RUNS_SHOWN)} speed={clock.speed} />
        </section>
      </div>
    </Shell>
  );
}

const VERDICTS = {
  ok: { Icon: CircleCheck, tone: 'text-cheap', words: 'Every collector has looked lately' },
  starting: { Icon: CircleDotDashed, tone: 'text-accent', words: 'Starting: the first looks are under way' },
  partly: { Icon: TriangleAlert, tone: 'text-warn', words: 'Every collector works, not in every region' },
  failing: { Icon: CircleX, tone: 'text-bad', words: 'Not to be trusted now' },
} as const;

/** The answer first. Single regions may still be in trouble: they are counted, and lead the table. */
function Verdict({ health }: { health: Health }) {
  // A region that is switched off is a choice, not a fault.
  const asked = health.collectors.filter((one) => one.outcome !== 'region_disabled');
  const troubled = asked.filter((one) => one.state === 'failing' || one.state === 'late').length;
  const verdict = VERDICTS[health.status === 'ok' && troubled > 0 ? 'partly' : health.status];
  return (
    <div>
      <p className={`flex items-center gap-2 text-[18px] font-semibold tracking-tight ${verdict.tone}`}>
        <verdict.Icon aria-hidden="true" className="size-5" />
        {verdict.words}
      </p>
      <p className="mt-1 text-soft">
        {health.reason !== undefined && `${health.reason}. `}
        {troubled === 0
          ? `${counted(asked.length, 'pair')} of collector and region, each with a recent complete look.`
          : `${troubled} of ${counted(asked.length, 'pair')} of collector and region have no recent complete look.`}
      </p>
    </div>
  );
}

function WorkerWord({ isSilent }: { isSilent: boolean }) {
  return isSilent ? <span className="text-bad">silent</span> : <span className="text-cheap">alive</span>;
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[12px] text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
