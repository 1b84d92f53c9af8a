import { counted, dayName, instant, percent, usd } from '#app/_ui/format.ts';
import { StepChart } from '#app/_ui/step-chart.tsx';
import type { BlockHistory } from '#db/queries/capacity-history.ts';
import { outcomeWords } from '#lib/domain/outcome.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { isNothing, leadScale, priceScale } from '#lib/plot/steps.ts';
import type { Span } from '#lib/series/coverage.ts';
import { type SeriesDay, seriesDays } from './series-days.ts';
import { stateWords, waitWords } from './words.ts';

type PanelProps = { histories: readonly BlockHistory[]; window: Span; asked: string };

/** Cheapest price and lead time over the last weeks, region by region. */
export function HistoryPanel({ histories, window, asked }: PanelProps) {
  const regions = [...new Set(histories.map((one) => one.region))];
  return (
    <section aria-label="Price and lead time so far" className="min-w-0">
      <h2 className="mb-1 text-[15px] font-semibold">Price and lead time, {spanWords(window)}</h2>
      {regions.length === 0 ? (
        <p className="text-soft">No offer of {asked} has ever been seen here, so there is nothing to draw.</p>
      ) : (
        <>
          <p className="mb-2 text-[12px] text-faint">
            <Key className="fill-strong" words="hatched" />: nobody looked, or the look failed.{' '}
            <Key className="fill-warn" words="band at the bottom" />: looked, none on offer.
            {regions.length > 2 && ' The regions with most on record; choose one for another.'}
          </p>
          <div className="space-y-5">
            {regions.map((region) => (
              <Region key={region} region={region} histories={histories} window={window} asked={asked} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** "30 days"; of a young desk what it knows: "6 h". */
function spanWords({ from, to }: Span): string {
  return waitWords(Math.round((to - from) / HOUR) * HOUR);
}

function Key({ className, words }: { className: string; words: string }) {
  return (
    <>
      <svg viewBox="0 0 10 8" className="mr-1 inline-block h-2 w-2.5" aria-hidden="true">
        <rect width="10" height="8" className={className} />
      </svg>
      {words}
    </>
  );
}

const MEASURES = [
  { measure: 'block-price', title: 'Cheapest, $ per accelerator-hour', write: usd, scaleOf: priceScale },
  { measure: 'block-lead', title: 'Time to the earliest start', write: leadWords, scaleOf: leadScale },
] as const;

type RegionProps = PanelProps & { region: string };

function Region({ region, histories, window, asked }: RegionProps) {
  return (
    <div>
      <h3 className="font-semibold">{region}</h3>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {MEASURES.map(({ measure, title, write, scaleOf }) => {
          const series = histories.find((one) => one.region === region && one.measure === measure);
          if (series === undefined || series.value.length === 0)
            return <Untold key={measure} title={title} />;
          const same = histories.filter((one) => one.measure === measure).flatMap((one) => one.value);
          return (
            <figure key={measure} className="min-w-0">
              <figcaption className="text-[12px] text-soft">{title}</figcaption>
              <StepChart
                series={series}
                window={window}
                write={write}
                scale={scaleOf(same)}
                label={`${title} of ${asked} in ${region} over ${spanWords(window)}. The numbers are in the table below.`}
              />
              <Numbers series={series} window={window} write={write} title={title} />
            </figure>
          );
        })}
      </div>
    </div>
  );
}

function Untold({ title }: { title: string }) {
  return (
    <p className="text-[12px] text-faint">
      {title}: no value is on record, as its accelerators are not known.
    </p>
  );
}

/** Lead times are stored in minutes. */
function leadWords(minutes: number): string {
  return minutes === 0 ? 'now' : waitWords(minutes * MINUTE);
}

type NumbersProps = {
  series: BlockHistory;
  window: Span;
  write: (value: number) => string;
  title: string;
};

/** What the picture shows, day by day, and every gap with its reason. */
function Numbers({ series, window, write, title }: NumbersProps) {
  const gaps = series.gaps.filter((gap) => !isNothing(gap) && gap.to - gap.from > HOUR);
  return (
    <details className="mt-1 text-[12px]">
      <summary className="text-faint hover:text-ink">
        The numbers<span className="sr-only"> of {title}</span>, {counted(series.at.length, 'step')}
      </summary>
      {gaps.length > 0 && (
        <p className="mt-1 text-faint">
          Not known:{' '}
          {gaps
            .map((gap) => `${instant(gap.from)} to ${instant(gap.to)} UTC (${gapWords(gap.outcome)})`)
            .join('; ')}
        </p>
      )}
      <div className="max-h-64 overflow-auto">
        <table className="grid-table">
          <caption className="sr-only">{title}, day by day</caption>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col" className="num">
                Lowest
              </th>
              <th scope="col" className="num">
                Highest
              </th>
              <th scope="col" className="num">
                Last
              </th>
              <th scope="col" className="num">
                Known
              </th>
            </tr>
          </thead>
          <tbody>
            {seriesDays(series, window).map((day) => (
              <DayRow key={day.from} day={day} write={write} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function gapWords(outcome: SeriesDay['outcome']): string {
  return outcome === undefined || outcome === 'never' ? 'nobody looked' : outcomeWords(outcome);
}

function DayRow({ day, write }: { day: SeriesDay; write: (value: number) => string }) {
  const { lowest, highest, last, known, outcome } = day;
  return (
    <tr>
      <th scope="row" className="!border-b-0 !text-ink">
        {dayName(day.from)}
      </th>
      {lowest === null || highest === null || last === null ? (
        <td colSpan={3} className="text-faint">
          {outcome === 'none' ? stateWords('none') : gapWords(outcome)}
        </td>
      ) : (
        <>
          <td className="num">{write(lowest)}</td>
          <td className="num">{write(highest)}</td>
          <td className="num">{write(last)}</td>
        </>
      )}
      <td className="num text-faint">{known > 0.995 ? 'all day' : `${percent(known)} of it`}</td>
    </tr>
  );
}
