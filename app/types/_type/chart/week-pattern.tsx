import { finePercent, percentChange } from '#app/_ui/format.ts';
import { Scroll } from '#app/_ui/scroll.tsx';
import type { Span } from '#lib/series/coverage.ts';
import { LEAST_SPAN, type PatternCell, type WeekPattern } from '#lib/series/week-pattern.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Hours that differ by less than this, from the lowest to the highest, are alike. */
const WORTH_NAMING = 0.01;

type Props = { pattern: WeekPattern | undefined; zones: number; shown: Span; isLoading: boolean };

/** When in the week it is cheaper: each hour against the mean, as a picture whose cells say their figure. */
export function WeekPatternPart({ pattern, zones, shown, isLoading }: Props) {
  // Room for the picture before it is there, where there can be one.
  const room = shown.to - shown.from >= LEAST_SPAN ? 'min-h-[19rem]' : '';
  return (
    <section aria-label="Hours of the week" className={`mt-6 ${room}`}>
      <h2 className="mb-1 text-[15px] font-semibold">Hours of the week</h2>
      {pattern === undefined ? (
        <p className="text-soft">
          {isLoading
            ? 'Asking for the history…'
            : 'A pattern needs at least three weeks on record: show a longer time.'}
        </p>
      ) : (
        <>
          <p className="text-soft">
            {answer(pattern)}{' '}
            <span className="text-faint">
              Mean over {pattern.weeks} weeks and {zones === 1 ? 'one zone' : `${zones} zones`}, each hour
              against the seven days around it; hours are UTC.
            </span>
          </p>
          <Heat pattern={pattern} />
        </>
      )}
    </section>
  );
}

function answer({ lowest, highest }: WeekPattern): string {
  const spread = highest.off - lowest.off;
  if (spread < WORTH_NAMING)
    return `No hour is better than another: the lowest and the highest differ by ${finePercent(spread)}.`;
  return `Lowest ${words(lowest)}; highest ${words(highest)}.`;
}

function words({ day, hour, off }: PatternCell): string {
  return `on ${DAYS[day]}s from ${clock(hour)} to ${clock((hour + 1) % 24)} (${percentChange(off)})`;
}

function Heat({ pattern: { cells, lowest, highest } }: { pattern: WeekPattern }) {
  const most = Math.max(Math.abs(lowest.off), Math.abs(highest.off), WORTH_NAMING);
  return (
    <Scroll label="Hours of the week, in figures" className="mt-2 overflow-x-auto">
      <table className="table-fixed border-collapse text-[11px] max-sm:w-[820px] sm:w-full sm:max-w-[1000px]">
        <caption className="sr-only">Price by weekday and hour, against the mean</caption>
        <thead>
          <tr>
            <th scope="col" className="w-10 text-left font-normal text-faint">
              UTC
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col" className="font-normal text-faint">
                {String(hour).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((hours, day) => (
            <tr key={DAYS[day]}>
              <th scope="row" className="text-left font-normal text-faint">
                {DAYS[day]?.slice(0, 3)}
              </th>
              {hours.map((cell, hour) => (
                <HeatCell key={`${DAYS[day]} ${HOURS[hour]}`} cell={cell} most={most} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Colour, sign and figure say the same. */
function HeatCell({ cell, most }: { cell: PatternCell | null; most: number }) {
  if (cell === null) return <td className="border border-paper text-center text-faint">?</td>;
  const { day, hour, off, samples } = cell;
  const strength = Math.round((Math.abs(off) / most) * 45);
  const tone = off > 0 ? 'var(--dear)' : 'var(--cheap)';
  return (
    <td
      title={`${DAYS[day]} ${clock(hour)} UTC: ${percentChange(off)} against the mean, ${samples} hours`}
      className="h-6 border border-paper text-center whitespace-nowrap text-ink"
      style={{ background: `color-mix(in srgb, ${tone} ${strength}%, transparent)` }}
    >
      {short(off)}
    </td>
  );
}

/** +2.1 in percent: the picture has no room for the sign of it. */
function short(off: number): string {
  const rounded = Math.round(off * 1000) / 10;
  if (rounded === 0) return '0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded) >= 10 ? Math.round(Math.abs(rounded)) : Math.abs(rounded)}`;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
