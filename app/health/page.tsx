import { CircleCheck, CircleDotDashed, CircleX, TriangleAlert } from 'lucide-react';
import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import type { Db } from '#db/client.ts';
import { apiUseBetween, apiUseSince } from '#db/queries/api-use.ts';
import { listTargets } from '#db/queries/board.ts';
import { runBounds, watchedTargets } from '#db/queries/health.ts';
import { listFindings } from '#db/queries/health-findings.ts';
import { storeSize } from '#db/queries/health-page.ts';
import { listRuns } from '#db/queries/runs.ts';
import { scoreLedger } from '#db/queries/score-ledger.ts';
import { formatInstant, HOUR, MINUTE } from '#lib/domain/time.ts';
import { apiBudgets } from '#lib/health/api-budget.ts';
import { collectorNames } from '#lib/health/collector-names.ts';
import { type Health, judgeHealth } from '#lib/series/collector-health.ts';
import { productClock } from '../_server/clock.ts';
import { Age } from '../_ui/clock.client.tsx';
import { bytes, counted } from '../_ui/format.ts';
import { openForPage } from '../_ui/page-database.ts';
import { Refusal } from '../_ui/refusal.tsx';
import { Shell } from '../_ui/shell.tsx';
import { BudgetTable } from './_health/budget-table.tsx';
import { Cell } from './_health/cell.tsx';
import { FindingList } from './_health/finding-list.tsx';
import { buildMatrix, findTroubles, type Matrix } from './_health/matrix-model.ts';
import { MatrixTable } from './_health/matrix-table.tsx';
import { RunTable } from './_health/run-table.tsx';
import { ScoreBudget } from './_health/score-budget.tsx';
import { TroubleList } from './_health/trouble-list.tsx';

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
  const findings = listFindings(db);
  const signs = { ...runBounds(db), findings };
  const health = judgeHealth(watchedTargets(db), signs, now);
  const matrix = buildMatrix(health.collectors, listTargets(db, ['spot-price']), now);
  const isRefused = findings.some(({ kind }) => kind === 'credentials');
  const troubles = findTroubles(health.collectors, isRefused);
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
      <section aria-label="Verdict" className="shell flex flex-wrap items-start gap-x-12 gap-y-4 pt-6">
        <Verdict health={health} isTold={findings.some(({ what }) => what === health.reason)} />
        <Figures db={db} matrix={matrix} lastRunAt={signs.lastRunAt} now={now} />
      </section>
      {findings.length > 0 && (
        <Section title="To mend" label="Findings">
          <FindingList findings={findings} />
        </Section>
      )}
      {troubles.length > 0 && (
        <Section title="In trouble" label="Collectors in trouble">
          <TroubleList troubles={troubles} regions={matrix.rows.length} />
        </Section>
      )}
      <Section title="What came of the last looks" label="Collectors by region">
        {matrix.rows.length === 0 ? (
          <p className="text-soft">Nothing has been asked yet.</p>
        ) : (
          <MatrixTable matrix={matrix} />
        )}
      </Section>
      <Section title="Calls to AWS, and what is allowed" label="API budgets">
        <Budgets db={db} now={now} />
        <ScoreBudget ledger={scoreLedger(db, now)} />
      </Section>
      <Section title={`The last ${RUNS_SHOWN} runs`} label="Run ledger">
        <RunTable runs={listRuns(db, RUNS_SHOWN)} speed={clock.speed} />
      </Section>
    </Shell>
  );
}

function Section({ title, label, children }: { title: string; label: string; children: ReactNode }) {
  return (
    <section className="shell min-w-0 pt-8" aria-label={label}>
      <h2 className="mb-1 text-[15px] font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Budgets({ db, now }: { db: Db; now: number }) {
  const present = Math.floor(now / HOUR) * HOUR;
  const budgets = apiBudgets(apiUseBetween(db, present - HOUR, present), apiUseSince(db, present));
  if (budgets.length === 0) return <p className="text-soft">Nothing was asked of AWS in the last hour.</p>;
  const clock = (at: number) => formatInstant(at).slice(11, 16);
  const hours = { last: `${clock(present - HOUR)} to ${clock(present)}`, present: `since ${clock(present)}` };
  return <BudgetTable budgets={budgets} hours={hours} />;
}

type FiguresProps = { db: Db; matrix: Matrix; lastRunAt: number | null; now: number };

function Figures({ db, matrix, lastRunAt, now }: FiguresProps) {
  const size = storeSize(db);
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      <Figure name="Worker">
        {lastRunAt === null ? (
          'has never run'
        ) : (
          <>
            <WorkerWord isSilent={now - lastRunAt > SILENCE} />, last job began <Age at={lastRunAt} />
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
        <Figure key={collector} name={collectorNames(collector).full}>
          <Cell cell={cell} />
        </Figure>
      ))}
    </dl>
  );
}

const VERDICTS = {
  ok: { Icon: CircleCheck, tone: 'text-cheap', words: 'Every collector has looked lately' },
  starting: { Icon: CircleDotDashed, tone: 'text-accent', words: 'Starting: the first looks are under way' },
  partly: { Icon: TriangleAlert, tone: 'text-warn', words: 'Prices can be trusted, some sources lack' },
  failing: { Icon: CircleX, tone: 'text-bad', words: 'Not to be trusted now' },
} as const;

/** The answer first. Single regions may still be in trouble: they are counted, and listed below, as are findings. */
function Verdict({ health, isTold }: { health: Health; isTold: boolean }) {
  // A region that is switched off is a choice, not a fault.
  const asked = health.collectors.filter((one) => one.outcome !== 'region_disabled');
  const troubled = asked.filter((one) => one.state === 'failing' || one.state === 'late').length;
  const verdict = VERDICTS[health.status];
  return (
    <div className="max-w-xl">
      <p className={`flex items-center gap-2 text-[18px] font-semibold tracking-tight ${verdict.tone}`}>
        <verdict.Icon aria-hidden="true" className="size-5 shrink-0" />
        {verdict.words}
      </p>
      <p className="mt-1 text-soft">
        {health.status === 'failing' && !isTold && `${health.reason}. `}
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
