import { count, counted } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import { type Cadence, COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import { durationText, HOUR } from '#lib/domain/time.ts';
import { collectorNames } from '#lib/health/collector-names.ts';
import { questionsOf, type WatchedTarget } from '#lib/series/collector-health.ts';

type Row = { name: CollectorName; regions: number; questions: number };

/** How often each source looks, and what that makes of questions to AWS. */
export function CadenceTable({ cadence, targets }: { cadence: Cadence; targets: readonly WatchedTarget[] }) {
  return (
    <Scroll label="Cadence of each source" className="overflow-x-auto">
      <table className="grid-table max-w-3xl">
        <caption className="sr-only">How often each source looks, and how many questions that is</caption>
        <Heads
          heads={[
            { text: 'Source' },
            { text: 'Looks every', num: true },
            { text: 'Regions', num: true },
            { text: 'Questions a look', num: true },
            { text: 'Questions an hour', num: true },
          ]}
        />
        <tbody>
          {rowsOf(targets).map(({ name, regions, questions }) => {
            const interval = cadence[name];
            const isOwn = interval !== COLLECTOR_INTERVALS_MS[name];
            return (
              <tr key={name}>
                <td className="whitespace-nowrap">{collectorNames(name).full}</td>
                <td className="num">
                  {durationText(interval)}
                  {isOwn && (
                    <span className="text-faint">
                      {' '}
                      (usually {durationText(COLLECTOR_INTERVALS_MS[name])})
                    </span>
                  )}
                </td>
                <td className="num">{count(regions)}</td>
                <td className="num">{count(questions)}</td>
                <td className="num">{perHour(name, questions, interval)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Blocks are asked about as far as AWS's rate goes: some questions each half hour, others once a day. */
function perHour(name: CollectorName, questions: number, intervalMs: number): string {
  if (name === 'capacity-block') return 'paced by AWS’s rate';
  const asked = (questions * HOUR) / intervalMs;
  return asked >= 1 || asked === 0
    ? count(Math.round(asked))
    : `${counted(Math.round(asked * 24), 'question')} a day`;
}

function rowsOf(targets: readonly WatchedTarget[]): Row[] {
  return (Object.keys(COLLECTOR_INTERVALS_MS) as CollectorName[]).flatMap((name) => {
    const own = targets.filter((target) => target.name === name && target.outcome !== 'region_disabled');
    if (own.length === 0) return [];
    return [{ name, regions: own.length, questions: own.reduce((sum, one) => sum + questionsOf(one), 0) }];
  });
}
